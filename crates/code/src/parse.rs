//! From source text to a checked syntax tree, with errors in CPython's words.

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_python_ast::{Expr, Mod, PythonVersion};
use ruff_python_parser::{LexicalErrorType, Mode, ParseError, ParseErrorType, ParseOptions, Parsed};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::error::ErrorKind;
use crate::source::{Fault, Source};

/// Parses the source.
///
/// # Errors
/// The first syntax error, or the first use of syntax that is newer than Python 3.11.
pub(crate) fn parse(source: &Source<'_>, mode: Mode) -> Result<Parsed<Mod>, Fault> {
    let options = ParseOptions::from(mode).with_target_version(PythonVersion::PY311);
    let parsed = ruff_python_parser::parse_unchecked(source.text, options);
    if let Some(error) = parsed.errors().iter().min_by_key(|error| error.location.start()) {
        return Err(bracket_fault(parsed.tokens(), error, source).unwrap_or_else(|| fault(error, source)));
    }
    match parsed.unsupported_syntax_errors().first() {
        None => Ok(parsed),
        Some(error) => Err(Fault { kind: ErrorKind::Unsupported, message: error.to_string(), range: error.range }),
    }
}

/// The fault of brackets that do not pair, if that explains a syntax error better than the parser does.
fn bracket_fault(tokens: &Tokens, error: &ParseError, source: &Source<'_>) -> Option<Fault> {
    let mut open: Vec<(char, TextRange)> = Vec::new();
    for token in tokens.iter() {
        let (kind, range) = token.as_tuple();
        match kind {
            TokenKind::Lpar => open.push(('(', range)),
            TokenKind::Lsqb => open.push(('[', range)),
            TokenKind::Lbrace => open.push(('{', range)),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                if let Some(fault) = close(&mut open, kind, range) {
                    return (range.start() <= error.location.end()).then_some(fault);
                }
            }
            _ => {}
        }
    }
    let at = error.location.start();
    let line = |offset: TextSize| source.line(offset);
    let (character, range) = open.into_iter().rev().find(|(_, range)| range.start() < at)?;
    let later = line(at) > line(range.start()) || at.to_usize() >= source.text.trim_end().len();
    later.then(|| Fault::syntax(range, format!("'{character}' was never closed")))
}

fn close(open: &mut Vec<(char, TextRange)>, kind: TokenKind, range: TextRange) -> Option<Fault> {
    let (closing, wanted) = match kind {
        TokenKind::Rpar => (')', '('),
        TokenKind::Rsqb => (']', '['),
        _ => ('}', '{'),
    };
    match open.pop() {
        None => Some(Fault::syntax(range, format!("unmatched '{closing}'"))),
        Some((opening, _)) if opening == wanted => None,
        Some((opening, _)) => {
            let message = format!("closing parenthesis '{closing}' does not match opening parenthesis '{opening}'");
            Some(Fault::syntax(range, message))
        }
    }
}

/// The parser's error in CPython's words, where those are known.
fn fault(error: &ParseError, source: &Source<'_>) -> Fault {
    let range = error.location;
    match &error.error {
        ParseErrorType::UnexpectedIndentation => Fault::indentation(range, "unexpected indent"),
        ParseErrorType::Lexical(LexicalErrorType::IndentationError) => {
            Fault::indentation(range, "unindent does not match any outer indentation level")
        }
        ParseErrorType::Lexical(LexicalErrorType::UnclosedStringError) => unterminated(range, source),
        ParseErrorType::OtherError(message) => match message.strip_prefix("Expected an indented block after ") {
            Some(what) => missing_block(range, what, source),
            None if message.contains("`except` or `finally`") => {
                Fault::syntax(range, "expected 'except' or 'finally' block")
            }
            None => Fault::syntax(range, lower_first(message)),
        },
        other => Fault::syntax(range, message(other, range, source)),
    }
}

fn message(error: &ParseErrorType, range: TextRange, source: &Source<'_>) -> String {
    use ParseErrorType as E;
    let target = || describe(source.slice(range));
    match error {
        E::ExpectedToken { expected: TokenKind::Colon, .. } => "expected ':'".to_owned(),
        E::ExpectedToken { .. }
        | E::ExpectedExpression
        | E::SimpleStatementsOnSameLine
        | E::SimpleAndCompoundStatementOnSameLine
        | E::UnexpectedExpressionToken
        | E::EmptySlice
        | E::EmptyGlobalNames
        | E::EmptyNonlocalNames
        | E::EmptyDeleteTargets
        | E::UnexpectedTokenAfterAsync(_)
        | E::UnexpectedIpythonEscapeCommand
        | E::Lexical(LexicalErrorType::UnrecognizedToken { .. }) => "invalid syntax".to_owned(),
        E::Lexical(LexicalErrorType::LineContinuationError) => {
            "unexpected character after line continuation character".to_owned()
        }
        E::InvalidAssignmentTarget if matches!(target(), "True" | "False" | "None" | "ellipsis") => {
            format!("cannot assign to {}", target())
        }
        E::InvalidAssignmentTarget => {
            format!("cannot assign to {} here. Maybe you meant '==' instead of '='?", target())
        }
        E::InvalidAugmentedAssignmentTarget => {
            format!("'{}' is an illegal expression for augmented assignment", target())
        }
        E::InvalidAnnotatedAssignmentTarget => "illegal target for annotation".to_owned(),
        E::InvalidNamedAssignmentTarget => {
            format!("cannot use assignment expressions with {}", target())
        }
        E::InvalidDeleteTarget => format!("cannot delete {}", target()),
        E::PositionalAfterKeywordArgument => "positional argument follows keyword argument".to_owned(),
        E::PositionalAfterKeywordUnpacking => "positional argument follows keyword argument unpacking".to_owned(),
        E::InvalidArgumentUnpackingOrder => "iterable argument unpacking follows keyword argument unpacking".to_owned(),
        E::IterableUnpackingInComprehension => "iterable unpacking cannot be used in comprehension".to_owned(),
        E::UnparenthesizedGeneratorExpression => "Generator expression must be parenthesized".to_owned(),
        E::NonDefaultParamAfterDefaultParam => "non-default argument follows default argument".to_owned(),
        E::ExpectedKeywordParam => "named arguments must follow bare *".to_owned(),
        E::InvalidStarredExpressionUsage => "can't use starred expression here".to_owned(),
        other => lower_first(&other.to_string()),
    }
}

fn unterminated(range: TextRange, source: &Source<'_>) -> Fault {
    let text = source.slice(range).trim_start_matches(|character: char| character.is_ascii_alphabetic());
    let triple = text.starts_with("\"\"\"") || text.starts_with("'''");
    let kind = if triple { "triple-quoted string" } else { "string" };
    let end =
        TextSize::try_from(source.slice(range).trim_end().len()).map_or(range.end(), |length| range.start() + length);
    let line = source.line(if triple { end } else { range.start() });
    Fault::syntax(range, format!("unterminated {kind} literal (detected at line {line})"))
}

/// The parser names the construct in backticks and stands at what comes instead of the block.
fn missing_block(range: TextRange, what: &str, source: &Source<'_>) -> Fault {
    let what = what.replace('`', "'");
    let before = source.text[..range.start().to_usize().min(source.text.len())].trim_end();
    let line = source.line(TextSize::try_from(before.len()).unwrap_or_default());
    Fault::indentation(range, format!("expected an indented block after {what} on line {line}"))
}

/// What CPython calls an expression that cannot be a target.
fn describe(text: &str) -> &'static str {
    let Ok(parsed) = ruff_python_parser::parse_expression(text) else {
        return "expression";
    };
    match parsed.expr() {
        Expr::Call(_) => "function call",
        Expr::BooleanLiteral(node) if node.value => "True",
        Expr::BooleanLiteral(_) => "False",
        Expr::NoneLiteral(_) => "None",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::NumberLiteral(_) => "literal",
        Expr::FString(_) => "f-string expression",
        Expr::Compare(_) => "comparison",
        Expr::Lambda(_) => "lambda",
        Expr::If(_) => "conditional expression",
        Expr::Named(_) => "named expression",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Generator(_) => "generator expression",
        _ => "expression",
    }
}

fn lower_first(message: &str) -> String {
    let mut characters = message.chars();
    match characters.next() {
        Some(first) if !message.starts_with("IPython") => first.to_lowercase().chain(characters).collect(),
        _ => message.to_owned(),
    }
}
