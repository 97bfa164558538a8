//! The sandbox's clock: what every answer says of it, and what COS makes of a signature's time.
#![allow(clippy::unwrap_used, clippy::panic)] // the functions around the tests are tests as well

mod run;

use serde_json::json;
use vod_sandbox::Sandbox;

use run::{BUCKET, Run, run};

/// The Unix time of the header `Date`, counted day by day.
fn date(head: &str) -> u64 {
    let (_, rest) = head.split_once("date: ").unwrap();
    let words: Vec<&str> = rest.split("\r\n").next().unwrap().split(' ').collect();
    let [_, day, month, year, time, "GMT"] = words[..] else { panic!("{words:?}") };
    let number = |text: &str| text.parse::<u64>().unwrap();
    let leap = |year: u64| u64::from(year.is_multiple_of(4)); // until 2100
    let months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months.iter().position(|name| *name == month).unwrap();
    let lengths = [31, 28 + leap(number(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: u64 = (1970..number(year)).map(|year| 365 + leap(year)).sum();
    let days = years + lengths[..month].iter().sum::<u64>() + number(day) - 1;
    let time: Vec<u64> = time.split(':').map(number).collect();
    days * 86400 + time[0] * 3600 + time[1] * 60 + time[2]
}

#[test]
fn every_answer_has_the_date_of_the_sandboxs_clock() {
    let run = run(Sandbox::builder().clock(-4000));
    let ahead = |run: &Run| {
        let path = format!("/{BUCKET}/a.mp4");
        let call = [("Action", "ApplyUpload"), ("videoType", "mp4")];
        let answers = [
            run.answer(&run.v3("ApplyUpload", &json!({ "MediaType": "mp4" }))),
            run.call(&call),
            run.cos("GET", &path, b""),
        ];
        answers.map(|answer| {
            assert_eq!(answer.head.matches("date: ").count(), 1, "{}", answer.head);
            let from = i64::try_from(date(&answer.head)).unwrap();
            // The machine's clock may have gone on since the answer.
            (from - i64::try_from(run::now()).unwrap() + 5).div_euclid(10) * 10
        })
    };
    assert_eq!(ahead(&run), [-4000; 3]);
    run.sandbox.set_clock(86400);
    assert_eq!(ahead(&run), [86400; 3]);
}

#[test]
fn cos_tells_a_clock_that_is_ahead_from_a_signature_that_is_old() {
    let run = run(Sandbox::builder());
    let path = format!("/{BUCKET}/a.mp4");
    for (clock, told) in [
        (-3600, "<Code>RequestTimeTooSkewed</Code>"),
        (3600, "<Code>AccessDenied</Code>\n\t<Message>Request has expired</Message>"),
    ] {
        run.sandbox.set_clock(clock);
        let answer = run.cos("GET", &path, b"");
        assert_eq!(answer.status, 403);
        assert!(answer.text().contains(told), "{}", answer.text());
    }
    run.sandbox.set_clock(0);
    assert_eq!(run.cos("GET", &path, b"").status, 404);
}
