//! A fault as a text, both ways. The grammar is told at [`Fault`].

use std::fmt::{self, Write as _};
use std::str::FromStr;

use vod_spec::nearest;

use super::target::Target;
use super::{Effect, Fault, FaultError, duration, possible, rate};

/// Every word, with the form of its value: none, or one that may (`[=N]`) or has to be there.
const WORDS: [(&str, &str); 22] = [
    ("status", "=N"),
    ("refuse", "=CODE"),
    ("garbage", ""),
    ("cut-before", "[=N]"),
    ("cut-after", ""),
    ("cut-body", "=N"),
    ("slow-body", "=N/TIME"),
    ("wrong-length", "[=N]"),
    ("stall", "=N/TIME"),
    ("wrong-etag", ""),
    ("wrong-crc", ""),
    ("lose", ""),
    ("late-refuse", "=CODE"),
    ("delay", "=TIME"),
    ("rate", "=N/s"),
    ("retry-after", "=N"),
    ("handled", ""),
    ("after", "=N"),
    ("first", "=N"),
    ("every", "=N"),
    ("chance", "=P%"),
    ("seed", "=N"),
];
/// How much `wrong-length` promises too much when it does not say.
const MORE: u64 = 100;

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (target, words) = split(text.trim())?;
        let mut reading = Reading { fault: Self::of(Effect::Nothing), effect: None, status: None };
        let mut met: Vec<&str> = Vec::new();
        for word in words.split([' ', '\t', ',']).filter(|word| !word.is_empty()) {
            let name = word.split('=').next().unwrap_or("");
            if met.contains(&name) {
                return Err(FaultError(format!("`{name}` is given twice")));
            }
            met.push(name);
            reading.take(word)?;
        }
        let mut fault = reading.finish(&met)?;
        fault.target = target;
        Ok(fault)
    }
}

/// The target, and the words behind it.
fn split(text: &str) -> Result<(Target, &str), FaultError> {
    let end = text.find([' ', '\t', ',', '=']).unwrap_or(text.len());
    let Some((colon, _)) = text.get(..end).and_then(|head| head.rmatch_indices(':').next()) else {
        return Ok((Target::All, text));
    };
    let (target, words) = text.split_at(colon);
    if !Target::is_possible(target) {
        let message = format!(
            "`{target}` is no target: before the colon stands the name of an Action, `cos`, or a \
             method of COS as in `cos:PUT`"
        );
        return Err(FaultError(message));
    }
    Ok((Target::of(target), words.get(1..).unwrap_or("")))
}

/// A fault of which some words were read.
struct Reading {
    fault: Fault,
    /// Which word said what strikes.
    effect: Option<String>,
    status: Option<u16>,
}

impl Reading {
    fn take(&mut self, word: &str) -> Result<(), FaultError> {
        let (name, value) = word.split_once('=').map_or((word, None), |(n, v)| (n, Some(v)));
        let form = WORDS.iter().find(|(known, _)| *known == name);
        let (_, form) = form.ok_or_else(|| unknown(name))?;
        let fits = match value {
            None => !form.starts_with('='),
            Some(value) => !form.is_empty() && !value.is_empty(),
        };
        let wrong = |wanted: &str| FaultError(format!("`{word}` {wanted}"));
        if !fits {
            return Err(wrong(&format!("has the form `{name}{form}`")));
        }
        let value = value.unwrap_or("");
        let number = || value.parse::<u64>().ok().filter(|_| !value.starts_with('+'));
        let whole = || number().ok_or_else(|| wrong("needs a whole number"));
        let positive = || number().filter(|n| *n > 0).ok_or_else(|| wrong("needs a number from 1"));
        let time = || {
            duration::read(value)
                .ok_or_else(|| wrong("needs a time such as `200ms`, `1.5s`, `2min`"))
        };
        let fault = &mut self.fault;
        match name {
            "delay" => fault.delay = time()?,
            "rate" => {
                let told = "needs bytes a second such as `100/s`, `512KiB/s`, `60MB/s`";
                fault.rate = Some(rate::read(value).ok_or_else(|| wrong(told))?);
            }
            "retry-after" => fault.retry_after = Some(whole()?),
            "handled" => fault.handled = true,
            "after" => fault.when.after = whole()?,
            "first" => fault.when.first = Some(whole()?),
            "every" => fault.when.every = positive()?,
            "seed" => fault.when.seed = whole()?,
            "chance" => {
                let percent = value.strip_suffix('%').and_then(|text| text.parse().ok());
                let percent = percent.filter(|percent| *percent <= 100);
                fault.when.chance = percent.ok_or_else(|| wrong("needs `0%` to `100%`"))?;
            }
            "status" => {
                let status = number().and_then(|status| u16::try_from(status).ok());
                let status = status.filter(|status| possible(*status) == *status);
                let told = "needs an HTTP status from 200 to 599";
                self.status = Some(status.ok_or_else(|| wrong(told))?);
            }
            "refuse" => {
                let code = code(word, value)?;
                self.effect(word, Effect::Refuse { code, status: None })?;
            }
            "garbage" => self.effect(word, Effect::Garbage)?,
            "cut-before" if value.is_empty() => self.effect(word, Effect::CutBefore(0))?,
            "cut-before" => self.effect(word, Effect::CutBefore(whole()?))?,
            "cut-after" => self.effect(word, Effect::CutAfter)?,
            "cut-body" => self.effect(word, Effect::CutBody(whole()?))?,
            "wrong-length" if value.is_empty() => self.effect(word, Effect::WrongLength(MORE))?,
            "wrong-length" => self.effect(word, Effect::WrongLength(positive()?))?,
            "wrong-etag" => self.effect(word, Effect::WrongEtag)?,
            "wrong-crc" => self.effect(word, Effect::WrongCrc)?,
            "lose" => self.effect(word, Effect::Lose)?,
            "late-refuse" => {
                let code = code(word, value)?;
                self.effect(word, Effect::LateRefuse(code))?;
            }
            _ => {
                let read = value.split_once('/').and_then(|(bytes, time)| {
                    let bytes = bytes.parse().ok().filter(|_| !bytes.starts_with('+'))?;
                    Some((bytes, duration::read(time)?))
                });
                let effect = read.and_then(|(bytes, time)| match name {
                    "stall" => Some(Effect::Stall { bytes, time }),
                    _ => (bytes > 0).then_some(Effect::SlowBody { bytes, pause: time }),
                });
                let told = "needs bytes and a time, such as `100/s` or `1/200ms`";
                self.effect(word, effect.ok_or_else(|| wrong(told))?)?;
            }
        }
        Ok(())
    }

    fn effect(&mut self, word: &str, effect: Effect) -> Result<(), FaultError> {
        if let Some(other) = &self.effect {
            let message = format!("`{other}` and `{word}` are two effects, and a fault has one");
            return Err(FaultError(message));
        }
        self.effect = Some(word.to_owned());
        self.fault.effect = effect;
        Ok(())
    }

    fn finish(mut self, met: &[&str]) -> Result<Fault, FaultError> {
        if let Some(given) = self.status {
            match (&mut self.fault.effect, &self.effect) {
                (Effect::Refuse { status, .. }, _) => *status = Some(given),
                (effect, None) => *effect = Effect::Status(given),
                (_, Some(other)) => {
                    let message = format!(
                        "`{other}` and `status={given}` are two effects, and a fault has one"
                    );
                    return Err(FaultError(message));
                }
            }
        }
        let beside = ["delay", "rate"].iter().any(|word| met.contains(word));
        if self.fault.effect == Effect::Nothing && !beside {
            return Err(FaultError(format!("nothing says what happens; {}", allowed())));
        }
        if self.fault.handled && !self.fault.effect.leaves_open() {
            let message = "`handled` goes with `status`, `refuse`, `garbage` and `late-refuse`";
            return Err(FaultError(message.to_owned()));
        }
        Ok(self.fault)
    }
}

fn code(word: &str, value: &str) -> Result<String, FaultError> {
    if value.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_') {
        return Ok(value.to_owned());
    }
    let told = "needs a code such as `RequestLimitExceeded`, `4400` or `SlowDown`";
    Err(FaultError(format!("`{word}` {told}")))
}

fn unknown(name: &str) -> FaultError {
    if name.starts_with(|c: char| c.is_ascii_uppercase()) || name == "cos" {
        let message = format!("`{name}` is no word of a fault; a target has a colon: `{name}: …`");
        return FaultError(message);
    }
    let near = nearest(name, WORDS.iter().map(|(known, _)| *known));
    let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    FaultError(format!("`{name}` is no word of a fault; {near}{}", allowed()))
}

fn allowed() -> String {
    let words: Vec<String> = WORDS.iter().map(|(name, form)| format!("{name}{form}")).collect();
    format!("there are {}", words.join(", "))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Vec::new();
        match &self.effect {
            Effect::Nothing => {}
            Effect::Status(status) => words.push(format!("status={status}")),
            Effect::Refuse { code, status } => {
                words.push(format!("refuse={code}"));
                words.extend(status.map(|status| format!("status={status}")));
            }
            Effect::Garbage => words.push("garbage".to_owned()),
            Effect::CutBefore(0) => words.push("cut-before".to_owned()),
            Effect::CutBefore(bytes) => words.push(format!("cut-before={bytes}")),
            Effect::CutAfter => words.push("cut-after".to_owned()),
            Effect::CutBody(bytes) => words.push(format!("cut-body={bytes}")),
            Effect::SlowBody { bytes, pause } => {
                words.push(format!("slow-body={bytes}/{}", duration::shown(*pause)));
            }
            Effect::WrongLength(more) => words.push(format!("wrong-length={more}")),
            Effect::Stall { bytes, time } => {
                words.push(format!("stall={bytes}/{}", duration::shown(*time)));
            }
            Effect::WrongEtag => words.push("wrong-etag".to_owned()),
            Effect::WrongCrc => words.push("wrong-crc".to_owned()),
            Effect::Lose => words.push("lose".to_owned()),
            Effect::LateRefuse(code) => words.push(format!("late-refuse={code}")),
        }
        let nothing_else = self.effect == Effect::Nothing && self.rate.is_none();
        if nothing_else || !self.delay.is_zero() {
            words.push(format!("delay={}", duration::shown(self.delay)));
        }
        words.extend(self.rate.map(|rate| format!("rate={}", rate::shown(rate))));
        words.extend(self.retry_after.map(|seconds| format!("retry-after={seconds}")));
        words.extend(self.handled.then(|| "handled".to_owned()));
        write!(f, "{}{}", self.target, words.join(" "))?;
        let when = &self.when;
        let mut told = String::new();
        if when.after > 0 {
            write!(told, " after={}", when.after)?;
        }
        if let Some(first) = when.first {
            write!(told, " first={first}")?;
        }
        if when.every > 1 {
            write!(told, " every={}", when.every)?;
        }
        if when.chance < 100 {
            write!(told, " chance={}%", when.chance)?;
        }
        if when.seed > 0 {
            write!(told, " seed={}", when.seed)?;
        }
        if told.is_empty() { Ok(()) } else { write!(f, ",{told}") }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_fault_reads_as_it_is_written() {
        let second = Duration::from_secs(1);
        for (text, fault) in [
            ("delay=1s", Fault::delay(second)),
            (
                "ApplyUpload: status=503 retry-after=2, first=2",
                Fault::status(503).retry_after(2).on("ApplyUpload").first(2),
            ),
            ("refuse=4400, after=100", Fault::refuse("4400").after(100)),
            (
                "cos:PUT: refuse=SlowDown status=503 handled, every=3",
                Fault::refuse("SlowDown").with_status(503).handled().on("cos:PUT").every(3),
            ),
            ("cos: garbage, chance=30% seed=7", Fault::garbage().on("cos").chance(30, 7)),
            ("cut-before", Fault::cut_before()),
            ("cut-before=10 delay=1s", Fault::cut_within(10).delayed(second)),
            ("cut-after, after=1 first=2", Fault::cut_after().after(1).first(2)),
            ("cut-body=7", Fault::cut_body(7)),
            ("slow-body=100/1s", Fault::slow_body(100, second)),
            ("wrong-length=5", Fault::wrong_length(5)),
            ("cos:PUT: stall=65536/30s", Fault::stall(65536, second * 30).on("cos:PUT")),
            ("rate=60MB/s", Fault::rate(60_000_000)),
            ("wrong-etag delay=1s rate=100/s", Fault::wrong_etag().delayed(second).at_rate(100)),
            ("cos:PUT: wrong-crc, every=3", Fault::wrong_crc().on("cos:PUT").every(3)),
            ("lose, after=1 first=1", Fault::lose().after(1).first(1)),
            ("late-refuse=InternalError", Fault::late_refuse("InternalError")),
            ("late-refuse=SlowDown handled", Fault::late_refuse("SlowDown").handled()),
        ] {
            assert_eq!(text.parse().as_ref(), Ok(&fault), "{text}");
            assert_eq!(fault.to_string(), text);
        }
    }

    #[test]
    fn commas_blanks_and_order_are_free() {
        for (text, same) in [
            (
                "  ApplyUpload:first=2,retry-after=2   status=503 ",
                "ApplyUpload: status=503 retry-after=2, first=2",
            ),
            ("cos:PUT:cut-after", "cos:PUT: cut-after"),
            ("cos:cut-after", "cos: cut-after"),
            ("status=403 refuse=X", "refuse=X status=403"),
            ("slow-body=10/s", "slow-body=10/1s"),
            ("wrong-length", "wrong-length=100"),
        ] {
            assert_eq!(text.parse::<Fault>().map(|fault| fault.to_string()), Ok(same.to_owned()));
        }
    }

    #[test]
    fn a_mistake_names_the_word_and_what_is_allowed() {
        for (text, told) in [
            ("", "nothing says what happens; there are status=N, refuse=CODE"),
            ("ApplyUpload: first=2", "nothing says what happens"),
            ("statsu=503", "`statsu` is no word of a fault; did you mean `status`? there are"),
            ("ApplyUpload status=503", "a target has a colon: `ApplyUpload: …`"),
            ("cos:PUT status=503", "`PUT` is no word of a fault; a target has a colon"),
            ("Apply-Upload: status=503", "`Apply-Upload` is no target"),
            (": status=503", "`` is no target"),
            ("status=700", "`status=700` needs an HTTP status from 200 to 599"),
            ("status", "`status` has the form `status=N`"),
            ("cut-after=1", "`cut-after=1` has the form `cut-after`"),
            ("cut-before=", "`cut-before=` has the form `cut-before[=N]`"),
            ("delay=2", "`delay=2` needs a time such as `200ms`"),
            ("slow-body=0/s", "`slow-body=0/s` needs bytes and a time"),
            ("garbage every=0", "`every=0` needs a number from 1"),
            ("garbage chance=30", "`chance=30` needs `0%` to `100%`"),
            ("garbage chance=101%", "needs `0%` to `100%`"),
            ("refuse=a:b", "`refuse=a:b` needs a code such as"),
            ("garbage cut-after", "`garbage` and `cut-after` are two effects"),
            ("garbage status=503", "`garbage` and `status=503` are two effects"),
            ("status=503 status=502", "`status` is given twice"),
            (
                "cut-after handled",
                "`handled` goes with `status`, `refuse`, `garbage` and `late-refuse`",
            ),
            ("rate=60MB", "`rate=60MB` needs bytes a second such as `100/s`"),
            ("stall=1", "`stall=1` needs bytes and a time"),
            ("late-refuse", "`late-refuse` has the form `late-refuse=CODE`"),
            ("late-refuse=a:b", "`late-refuse=a:b` needs a code such as"),
            ("lose wrong-crc", "`lose` and `wrong-crc` are two effects"),
        ] {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
