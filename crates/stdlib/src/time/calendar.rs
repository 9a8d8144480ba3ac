//! Dates in UTC, which is also what `localtime` gives: the library reads no zone files.

use super::since_epoch;
use crate::shape;
use taipan_vm::body::{Items, Module, Tuple};
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// Adds the functions of dates.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::functions(
        thread,
        module,
        &[("gmtime", date), ("localtime", date), ("strftime", strftime), ("ctime", ctime)],
    );
    shape::ints(thread, module, &[("timezone", 0), ("daylight", 0)]);
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment, in the fields of Python's `struct_time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Date {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    weekday: i64,
    year_day: i64,
}

impl Date {
    /// The date of a second since 1970; days to dates by Howard Hinnant's `civil_from_days`.
    fn of(seconds: i64) -> Self {
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_from_march = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_from_march + 2) / 153;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let year_day = if month > 2 { day_from_march + 60 + i64::from(leap) } else { day_from_march - 305 };
        Self {
            year,
            month,
            day: day_from_march - (153 * month_from_march + 2) / 5 + 1,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            weekday: (days + 3).rem_euclid(7),
            year_day,
        }
    }

    fn from_fields(fields: &[i64]) -> Option<Self> {
        let &[year, month, day, hour, minute, second, weekday, year_day, ..] = fields else { return None };
        let valid = (1..=12).contains(&month) && (0..7).contains(&weekday);
        valid.then_some(Self { year, month, day, hour, minute, second, weekday, year_day })
    }

    fn format(&self, pattern: &str) -> String {
        let mut text = String::new();
        let mut rest = pattern.chars();
        while let Some(c) = rest.next() {
            match (c, if c == '%' { rest.next() } else { None }) {
                ('%', Some(code)) => text.push_str(&self.field(code)),
                _ => text.push(c),
            }
        }
        text
    }

    fn field(&self, code: char) -> String {
        let (day, month) = (DAYS[self.weekday as usize], MONTHS[self.month as usize - 1]);
        let hour = match self.hour % 12 {
            0 => 12,
            hour => hour,
        };
        match code {
            'Y' => self.year.to_string(),
            'y' => format!("{:02}", self.year.rem_euclid(100)),
            'm' => format!("{:02}", self.month),
            'd' => format!("{:02}", self.day),
            'H' => format!("{:02}", self.hour),
            'I' => format!("{hour:02}"),
            'M' => format!("{:02}", self.minute),
            'S' => format!("{:02}", self.second),
            'j' => format!("{:03}", self.year_day),
            'w' => ((self.weekday + 1) % 7).to_string(),
            'p' => if self.hour < 12 { "AM" } else { "PM" }.to_owned(),
            'A' => day.to_owned(),
            'a' => day[..3].to_owned(),
            'B' => month.to_owned(),
            'b' => month[..3].to_owned(),
            'F' => self.format("%Y-%m-%d"),
            'T' | 'X' => self.format("%H:%M:%S"),
            'D' | 'x' => self.format("%m/%d/%y"),
            'c' => format!("{} {} {:2} {} {}", &day[..3], &month[..3], self.day, self.format("%T"), self.year),
            'z' => "+0000".to_owned(),
            'Z' => "UTC".to_owned(),
            'n' => "\n".to_owned(),
            't' => "\t".to_owned(),
            '%' => "%".to_owned(),
            other => format!("%{other}"),
        }
    }
}

fn moment<M: Model>(thread: &mut Thread<M>, value: Option<&Value<M>>) -> R<Date> {
    let seconds = match value.filter(|it| !it.is_none()) {
        Some(value) => thread.float_of(value)?.floor() as i64,
        None => since_epoch().as_secs() as i64,
    };
    // Years beyond those that a `struct tm` holds.
    if seconds.unsigned_abs() > 67_768_036_191_676_799 {
        return Err(thread.raise(taipan_vm::Exc::Overflow, "timestamp out of range for platform time_t"));
    }
    Ok(Date::of(seconds))
}

fn date<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let args = args.between(thread, "localtime", 0, 1)?;
    let date = moment(thread, args.first())?;
    let fields = [
        ("tm_year", date.year),
        ("tm_mon", date.month),
        ("tm_mday", date.day),
        ("tm_hour", date.hour),
        ("tm_min", date.minute),
        ("tm_sec", date.second),
        ("tm_wday", date.weekday),
        ("tm_yday", date.year_day),
        ("tm_isdst", 0),
    ];
    let fields = fields.map(|(name, n)| (name, make::int::<M>(n)));
    Ok(shape::record(thread, "struct_time", &fields))
}

fn strftime<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let args = args.between(thread, "strftime", 1, 2)?;
    let pattern = crate::take::text(thread, "strftime()", &args[0])?;
    let date = match args.get(1) {
        None => Date::of(since_epoch().as_secs() as i64),
        Some(value) => match thread.payload::<Tuple<M>>(value) {
            Some(tuple) => {
                let fields = tuple.items().iter().map(|it| thread.index(it)).collect::<R<Vec<_>>>()?;
                Date::from_fields(&fields).ok_or_else(|| thread.value_error("month out of range"))?
            }
            None => return Err(thread.type_error("Tuple or struct_time argument required")),
        },
    };
    Ok(make::str::<M>(date.format(&pattern)))
}

fn ctime<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let args = args.between(thread, "ctime", 0, 1)?;
    let date = moment(thread, args.first())?;
    Ok(make::str::<M>(date.format("%c")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(Date::of(0).format("%c %j"), "Thu Jan  1 00:00:00 1970 001");
        assert_eq!(Date::of(951_827_696).format("%A %F %T %j"), "Tuesday 2000-02-29 12:34:56 060");
        assert_eq!(Date::of(1_703_980_799).format("%F %I %p %j"), "2023-12-30 11 PM 364");
        assert_eq!(Date::of(-1).format("%F %T"), "1969-12-31 23:59:59");
        assert_eq!(Date::of(1_078_012_800).format("%F %j"), "2004-02-29 060");
        assert_eq!(Date::of(1_078_099_200).format("%F %j"), "2004-03-01 061");
    }
}
