//! Sorting arguments into parameters, and what is wrong when they do not fit.

use crate::body::{Dict, Function, Str};
use crate::error::R;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};
use taipan_code::Flags;

impl<M: Model> Thread<M> {
    /// Sorts arguments into parameters.
    pub(crate) fn bind_arguments(
        &mut self,
        function: &Obj<M, Function<M>>,
        args: Args<'_, M>,
    ) -> R<Vec<Option<Value<M>>>> {
        let code = &function.code.code;
        let positional = code.arg_count as usize;
        let named = positional + code.kw_only_count as usize;
        let mut bound: Vec<Option<Value<M>>> = vec![None; code.parameter_count()];
        let list = args.list();
        let direct = list.len().min(positional);
        for (slot, value) in bound.iter_mut().zip(&list[..direct]) {
            *slot = Some(value.clone());
        }
        let mut next = named;
        if code.flags.contains(Flags::VARARGS) {
            bound[next] = Some(make::tuple::<M>(list[direct..].to_vec()));
            next += 1;
        }
        let extra = code.flags.contains(Flags::VARKEYWORDS).then(make::dict::<M>);
        for (key, value) in args.names.iter().zip(&args.values[list.len()..]) {
            self.bind_keyword(function, &mut bound, extra.as_ref(), key, value)?;
        }
        if let Some(extra) = extra {
            bound[next] = Some(extra.into_value());
        }
        if list.len() > positional && !code.flags.contains(Flags::VARARGS) {
            return Err(self.too_many(function, list.len(), &bound));
        }
        self.fill_defaults(function, &mut bound, positional, named)?;
        Ok(bound)
    }

    fn bind_keyword(
        &mut self,
        function: &Obj<M, Function<M>>,
        bound: &mut [Option<Value<M>>],
        extra: Option<&Obj<M, Dict<M>>>,
        key: &Value<M>,
        value: &Value<M>,
    ) -> R<()> {
        let code = &function.code.code;
        let named = (code.arg_count + code.kw_only_count) as usize;
        let Some(text) = key.downcast::<Str<M>>() else {
            return Err(self.type_error("keywords must be strings"));
        };
        let found = code.var_names[..named].iter().position(|n| n == text.as_str());
        let positional_only = found.is_some_and(|i| i < code.pos_only_count as usize);
        match (found, extra) {
            (Some(i), _) if !positional_only => {
                if bound[i].replace(value.clone()).is_some() {
                    let name = self.function_name(function, true);
                    let message = format!("{name}() got multiple values for argument '{}'", text.as_str());
                    return Err(self.type_error(message));
                }
                Ok(())
            }
            (_, Some(extra)) => self.dict_set(extra, key.clone(), value.clone()),
            (Some(_), None) => {
                let message = format!(
                    "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                    self.function_name(function, true),
                    text.as_str()
                );
                Err(self.type_error(message))
            }
            (None, None) => {
                let name = self.function_name(function, true);
                let message = format!("{name}() got an unexpected keyword argument '{}'", text.as_str());
                Err(self.type_error(message))
            }
        }
    }

    fn fill_defaults(
        &mut self,
        function: &Obj<M, Function<M>>,
        bound: &mut [Option<Value<M>>],
        positional: usize,
        named: usize,
    ) -> R<()> {
        let first = positional - function.defaults.len().min(positional);
        for (slot, default) in bound[first..positional].iter_mut().zip(&function.defaults) {
            slot.get_or_insert_with(|| default.clone());
        }
        let missing: Vec<usize> = (0..positional).filter(|&i| bound[i].is_none()).collect();
        if !missing.is_empty() {
            return Err(self.missing(function, &missing, "positional"));
        }
        let defaults = function.keyword_defaults.downcast::<Dict<M>>();
        let names = &function.code.code.var_names;
        for (slot, name) in bound[positional..named].iter_mut().zip(&names[positional..named]) {
            if slot.is_none() {
                *slot = defaults.and_then(|d| super::dict::get_str::<M>(d, name));
            }
        }
        let missing: Vec<usize> = (positional..named).filter(|&i| bound[i].is_none()).collect();
        if !missing.is_empty() {
            return Err(self.missing(function, &missing, "keyword-only"));
        }
        Ok(())
    }

    #[cold]
    fn missing(&mut self, function: &Obj<M, Function<M>>, missing: &[usize], what: &str) -> crate::error::Raised {
        let code = &function.code.code;
        let names: Vec<String> = missing.iter().map(|&i| format!("'{}'", code.var_names[i])).collect();
        let list = match names.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [first @ .., last] => format!("{}, and {last}", first.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        let name = self.function_name(function, true);
        let message = format!("{name}() missing {} required {what} argument{plural}: {list}", names.len());
        self.type_error(message)
    }

    #[cold]
    fn too_many(
        &mut self,
        function: &Obj<M, Function<M>>,
        given: usize,
        bound: &[Option<Value<M>>],
    ) -> crate::error::Raised {
        let code = &function.code.code;
        let most = code.arg_count as usize;
        let least = most - function.defaults.len();
        let takes = if least == most { most.to_string() } else { format!("from {least} to {most}") };
        let plural = if most == 1 && least == most { "" } else { "s" };
        let keyword = bound[most..].iter().take(code.kw_only_count as usize).filter(|b| b.is_some()).count();
        let given_text = if keyword > 0 {
            let (p, k) = (if given == 1 { "" } else { "s" }, if keyword == 1 { "" } else { "s" });
            format!("{given} positional argument{p} (and {keyword} keyword-only argument{k}) were given")
        } else {
            format!("{given} {} given", if given == 1 { "was" } else { "were" })
        };
        let name = self.function_name(function, true);
        let message = format!("{name}() takes {takes} positional argument{plural} but {given_text}");
        self.type_error(message)
    }
}
