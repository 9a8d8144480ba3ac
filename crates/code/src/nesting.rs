//! Measures how deeply a program nests before anything recursive reads it.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};
use ruff_text_size::{TextRange, TextSize};

use crate::source::Fault;

/// Brackets in brackets: CPython's tokenizer has the same limit.
const MAX_BRACKETS: usize = 200;
/// Blocks in blocks: CPython's tokenizer has the same limit.
const MAX_INDENTS: usize = 100;
/// Operators that wait for each other in one expression.
const MAX_OPERATORS: usize = 4000;

/// How many bytes of stack may be needed to read, compile and drop the program.
///
/// # Errors
/// It nests too deeply to be compiled on a bounded stack.
pub(crate) fn stack_bytes(text: &str, mode: Mode) -> Result<usize, Fault> {
    let most = measure(text, mode);
    match most.excess() {
        None => Ok(most.stack_bytes()),
        Some(excess) => Err(excess.fault(first_excess(text, mode))),
    }
}

/// Where the program first nests too deeply. The lexer tells no positions, but a prefix nests no deeper than
/// the whole, so halving finds the shortest one that nests too deeply.
fn first_excess(text: &str, mode: Mode) -> TextRange {
    let (mut shallow, mut deep) = (0, text.len());
    while deep - shallow > 1 {
        let middle = shallow + (deep - shallow) / 2;
        let cut = text.floor_char_boundary(middle);
        if cut > shallow && measure(&text[..cut], mode).excess().is_some() {
            deep = cut;
        } else {
            shallow = middle;
        }
    }
    let offset = TextSize::try_from(text.floor_char_boundary(shallow)).unwrap_or_default();
    TextRange::empty(offset)
}

fn measure(text: &str, mode: Mode) -> Nesting {
    let mut lexer = lexer::lex(text, mode);
    let mut scan = Scan::default();
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return scan.most,
            kind => scan.token(kind),
        }
    }
}

/// How deeply a program nests.
#[derive(Clone, Copy, Default)]
struct Nesting {
    brackets: usize,
    indents: usize,
    operators: usize,
}

/// Which limit a program passes.
#[derive(Clone, Copy)]
enum Excess {
    Brackets,
    Indents,
    Operators,
}

impl Nesting {
    fn excess(&self) -> Option<Excess> {
        if self.brackets > MAX_BRACKETS {
            Some(Excess::Brackets)
        } else if self.indents > MAX_INDENTS {
            Some(Excess::Indents)
        } else if self.operators > MAX_OPERATORS {
            Some(Excess::Operators)
        } else {
            None
        }
    }

    /// The factors are generous for an unoptimised build: a bracket or a block passes through many functions.
    fn stack_bytes(&self) -> usize {
        (1 << 19) + (self.brackets + self.indents) * (64 << 10) + self.operators * (8 << 10)
    }
}

impl Excess {
    fn fault(self, range: TextRange) -> Fault {
        match self {
            Excess::Brackets => Fault::syntax(range, "too many nested parentheses"),
            Excess::Indents => Fault::indentation(range, "too many levels of indentation"),
            Excess::Operators => Fault::syntax(range, "expression is nested too deeply"),
        }
    }
}

/// The state of the measurement. Counters only grow with the text read, which `first_excess` relies on.
#[derive(Default)]
struct Scan {
    open: Vec<Run>,
    /// Operators of the logical line that are in no bracket.
    outer: Run,
    /// The sum of all runs.
    total: usize,
    indents: usize,
    most: Nesting,
}

/// Operators in one pair of brackets: an upper bound of how deeply they nest.
#[derive(Default)]
struct Run {
    /// Those since the last comma.
    operators: usize,
    /// Lambdas: their parameters have commas too, so commas do not end them.
    lambdas: usize,
}

impl Scan {
    fn token(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => self.open(),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => self.close(),
            TokenKind::Comma => self.comma(),
            TokenKind::Newline | TokenKind::Semi if self.open.is_empty() => self.end_line(),
            TokenKind::Indent => self.indent(),
            TokenKind::Dedent => self.indents = self.indents.saturating_sub(1),
            TokenKind::Lambda => {
                self.run().lambdas += 1;
                self.count();
            }
            _ if nests(kind) => self.operator(),
            _ => {}
        }
    }

    fn run(&mut self) -> &mut Run {
        self.open.last_mut().unwrap_or(&mut self.outer)
    }

    fn count(&mut self) {
        self.total += 1;
        self.most.operators = self.most.operators.max(self.total);
    }

    fn operator(&mut self) {
        self.run().operators += 1;
        self.count();
    }

    fn open(&mut self) {
        self.operator();
        self.open.push(Run::default());
        self.most.brackets = self.most.brackets.max(self.open.len());
    }

    fn close(&mut self) {
        if let Some(run) = self.open.pop() {
            self.total -= run.operators + run.lambdas;
        }
    }

    fn comma(&mut self) {
        if let Some(run) = self.open.last_mut() {
            self.total -= std::mem::take(&mut run.operators);
        }
    }

    fn end_line(&mut self) {
        self.total -= self.outer.operators + self.outer.lambdas;
        self.outer = Run::default();
    }

    fn indent(&mut self) {
        self.indents += 1;
        self.most.indents = self.most.indents.max(self.indents);
    }
}

/// May the token put one expression inside another?
fn nests(kind: TokenKind) -> bool {
    use TokenKind::{And, Await, Else, For, From, If, In, Is, Not, Or, Yield};
    kind.is_operator() && !matches!(kind, TokenKind::Semi | TokenKind::Colon)
        || matches!(kind, And | Await | Else | For | From | If | In | Is | Not | Or | Yield)
}
