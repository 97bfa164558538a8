//! What goes wrong in a round, by chance.

use std::time::Duration;

use fastrand::Rng;
use vod_sandbox::{Builder, Fault, Sandbox};

/// Whom a fault strikes.
const TARGETS: [&str; 11] = [
    "",
    "ApplyUpload: ",
    "CommitUpload: ",
    "cos: ",
    "cos:PUT: ",
    "cos:PUT: ",
    "cos:PUT: ",
    "cos:POST: ",
    "cos:DELETE: ",
    "cos:HEAD: ",
    "cos:GET: ",
];

/// The world of a round.
pub(crate) struct Drawn {
    pub(crate) faults: Vec<Fault>,
    /// Their texts.
    pub(crate) told: Vec<String>,
    /// Whether lent key pairs are over before an upload may be.
    pub(crate) expires: bool,
}

impl Drawn {
    /// Draws it, and the sandbox that it is for.
    pub(crate) fn of(rng: &mut Rng) -> (Self, Builder) {
        let mut builder = Sandbox::builder().rate_limits(false);
        let expires = rng.u8(0..8) == 0;
        if expires {
            builder = builder.certificate_life(Duration::from_secs(rng.u64(2..5)));
        } else if rng.u8(0..8) == 0 {
            let latency = Duration::from_millis(rng.u64(0..10));
            builder = builder.link(rng.u64(8..64) << 20, latency);
        }
        let told: Vec<String> = (0..rng.u8(0..=7)).map(|_| fault(rng)).collect();
        let faults = told.iter().map(|text| text.parse().unwrap()).collect();
        (Self { faults, told, expires }, builder)
    }

    /// Whether a fault has this word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.told.iter().any(|told| told.contains(word))
    }
}

/// A fault of the grammar.
fn fault(rng: &mut Rng) -> String {
    let target = TARGETS[rng.usize(0..TARGETS.len())];
    let mut words = effect(rng);
    if rng.u8(0..6) == 0 && !words.contains("delay") {
        words = format!("{words} delay={}ms", rng.u8(1..50));
    }
    if rng.u8(0..8) == 0 && !words.contains("rate") {
        words = format!("{words} rate={}MiB/s", rng.u8(4..64));
    }
    // Nobody sees through a refusal of VOD's own that is none, nor through a status that says so.
    let is_cos = target.starts_with("cos");
    let lies = words.starts_with("refuse") || words.starts_with("status=4");
    let open = ["status", "refuse", "garbage"].iter().any(|word| words.starts_with(word))
        && (is_cos || !lies);
    if open && rng.u8(0..4) == 0 {
        words += " handled";
    }
    format!("{target}{words}{}", when(rng))
}

fn effect(rng: &mut Rng) -> String {
    let bytes = |rng: &mut Rng| 1_u64 << rng.u8(0..24);
    match rng.u8(0..16) {
        0 => format!("status={}", rng.choice([500, 502, 503, 504, 429, 404]).unwrap()),
        1 => {
            let codes = ["InternalError", "SlowDown", "ServiceUnavailable", "AccessDenied", "4400"];
            format!("refuse={}", rng.choice(codes).unwrap())
        }
        2 => "garbage".to_owned(),
        3 => "cut-before".to_owned(),
        4 => format!("cut-before={}", bytes(rng)),
        5 => "cut-after".to_owned(),
        6 => format!("cut-body={}", rng.u8(0..100)),
        7 => format!("slow-body={}/{}ms", rng.u8(8..64), rng.u8(1..4)),
        8 => format!("wrong-length={}", bytes(rng)),
        9 => format!("stall={}/{}ms", bytes(rng), rng.u32(100..2000)),
        10 => "wrong-etag".to_owned(),
        11 => "wrong-crc".to_owned(),
        12 => "lose".to_owned(),
        13 => {
            let handled = if rng.bool() { " handled" } else { "" };
            let codes = ["InternalError", "SlowDown", "AccessDenied"];
            format!("late-refuse={}{handled}", rng.choice(codes).unwrap())
        }
        14 => format!("delay={}ms", rng.u8(1..100)),
        _ => format!("rate={}MiB/s", rng.u8(4..64)),
    }
}

/// How often it strikes: mostly by chance, sometimes the first few or each so many-th request.
fn when(rng: &mut Rng) -> String {
    match rng.u8(0..6) {
        0 => format!(", after={} first={}", rng.u8(0..30), rng.u8(1..6)),
        1 => format!(", every={}", rng.u8(2..12)),
        _ => format!(", chance={}% seed={}", rng.u8(1..30), rng.u32(..)),
    }
}
