//! Answers in the network's place, for the unit tests of those who call VOD.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::action::Action;
use crate::client::Runtime;
use crate::credential::Credential;
use crate::error::Error;
use crate::json;
use crate::protocol::Protocol;
use crate::request::{Field, Params};
use crate::show;
use crate::transport::TransportError;

/// Answers in the network's place: what is expected, and what comes back.
///
/// ```
/// use vod_api::{Mock, v3};
///
/// async fn name_of(client: &v3::Client, id: &str) -> Result<String, vod_api::Error> {
///     let found = client.describe_media_infos().file_ids([id]).send().await?;
///     let info = found.media_info_set.into_iter().next().unwrap_or_default();
///     Ok(info.basic_info.unwrap_or_default().name)
/// }
///
/// let mock = Mock::new();
/// mock.expect(v3::DescribeMediaInfos::builder().file_ids(["1"]).build()).respond_with(|found| {
///     let mut info = v3::MediaInfo::default();
///     info.basic_info.get_or_insert_default().name = "Harbour".to_owned();
///     found.media_info_set = vec![info];
/// });
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let client: v3::Client = mock.client();
/// assert_eq!(name_of(&client, "1").await?, "Harbour");
/// mock.assert_done();
/// # Ok::<(), vod_api::Error>(()) }).unwrap();
/// ```
///
/// A request is held against the rules of its page before it is looked for. It is matched by every
/// value; expectations that are the same are met in the order in which they were made, each once.
/// One that nothing matches fails with an error that shows it beside what was expected, and makes
/// [`assert_done`](Self::assert_done) panic. Clones share what they expect.
///
/// An upload asks the mock for its two Actions; its files are looked at and taken for stored.
#[derive(Clone, Default)]
pub struct Mock(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    expected: Vec<Expected>,
    /// What came and nothing matched, as it is shown.
    unexpected: Vec<String>,
}

struct Expected {
    action: &'static str,
    protocol: Protocol,
    request: Box<dyn Params>,
    /// The answer's inner JSON, or a refusal; one for each time.
    answers: VecDeque<Said>,
}

enum Said {
    Response(String),
    Refusal { code: String, message: String },
    Nothing(TransportError),
}

/// A request that a [`Mock`] expects: say what it answers.
#[must_use = "say what the mock answers"]
pub struct Expect<'m, A: Action> {
    mock: &'m Mock,
    request: A,
}

impl Mock {
    /// Expects nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects a request.
    pub fn expect<A: Action>(&self, request: A) -> Expect<'_, A> {
        Expect { mock: self, request }
    }

    /// A client that asks this mock.
    #[must_use]
    pub fn client<C: From<Runtime>>(&self) -> C {
        C::from(Runtime::mocked(Credential::new("mock", "mock"), self.clone()))
    }

    /// Panics unless every expectation was met and nothing else came, and shows what was not and
    /// what did.
    ///
    /// # Panics
    ///
    /// When a request that was expected did not come, or one came that was not.
    #[allow(clippy::panic, reason = "a test that fails panics")]
    #[track_caller]
    pub fn assert_done(&self) {
        let told = self.told();
        let (open, unexpected) = (told.open(), lines(&told.unexpected));
        // A panic would leave the lock poisoned.
        drop(told);
        match (&*open, &*unexpected) {
            ("", "") => {}
            (_, "") => panic!("the mock still expects:{open}"),
            ("", _) => panic!("the mock did not expect:{unexpected}"),
            _ => panic!("the mock still expects:{open}\nand did not expect:{unexpected}"),
        }
    }

    /// What the mock says to a request: the whole body of an answer.
    pub(crate) fn answer(
        &self,
        action: &str,
        protocol: Protocol,
        request: &dyn Params,
    ) -> Result<String, Error> {
        let mut told = self.told();
        let open = |one: &&mut Expected| !one.answers.is_empty();
        let mut open = told.expected.iter_mut().filter(open);
        let fitting = open.find(|one| one.fits(action, protocol, request));
        match fitting.and_then(|one| one.answers.pop_front()) {
            Some(Said::Response(fields)) => Ok(whole(protocol, &fields)),
            Some(Said::Refusal { code, message }) => Ok(refusal(protocol, &code, &message)),
            Some(Said::Nothing(error)) => Err(Error::transport(action, "the mock", error)),
            None => {
                let (got, open) = (shown(action, request), told.open());
                // Of what is not shown two requests may differ all the same.
                let alike = open.lines().any(|line| line.trim_start().starts_with(&*got));
                let expects = if open.is_empty() { " nothing more" } else { &*open };
                let hint = if alike { "\nwhich differs in what is not shown" } else { "" };
                let what = format!("the mock got\n  {got}\nand expects:{expects}{hint}");
                told.unexpected.push(got);
                Err(Error::transport(action, "the mock", TransportError { what, sent: false }))
            }
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Told {
    /// What has not come yet, a line each.
    fn open(&self) -> String {
        lines(self.expected.iter().filter_map(|one| {
            let request = shown(one.action, &*one.request);
            match one.answers.len() {
                0 => None,
                1 => Some(request),
                times => Some(format!("{request} ({times} times)")),
            }
        }))
    }
}

impl Expected {
    fn fits(&self, action: &str, protocol: Protocol, request: &dyn Params) -> bool {
        // Both generations have Actions of one name, whose values alone might be the same.
        let names = |params: &dyn Params| params.table().fields.iter().map(Field::name);
        self.action == action
            && self.protocol == protocol
            && names(&*self.request).eq(names(request))
            && show::equal(&*self.request, request)
    }
}

fn lines(texts: impl IntoIterator<Item: fmt::Display>) -> String {
    texts.into_iter().fold(String::new(), |lines, text| lines + &format!("\n  {text}"))
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mock that expects:{}", self.told().open())
    }
}

impl<A: Action> Expect<'_, A> {
    /// Answers with a response.
    #[allow(clippy::needless_pass_by_value, reason = "nobody else needs what the mock answers")]
    pub fn respond(self, response: A::Response) {
        self.say(Said::Response(json::of_answer(&response)));
    }

    /// Answers with a response that the closure fills in.
    pub fn respond_with(self, fill: impl FnOnce(&mut A::Response)) {
        let mut response = A::Response::default();
        fill(&mut response);
        self.respond(response);
    }

    /// Refuses it with a code of the page's or any other.
    pub fn refuse(self, code: impl Into<String>, message: impl Into<String>) {
        self.say(Said::Refusal { code: code.into(), message: message.into() });
    }

    /// Fails it, as a broken connection does.
    pub fn fail(self, error: TransportError) {
        self.say(Said::Nothing(error));
    }

    fn say(self, said: Said) {
        let expected = &mut self.mock.told().expected;
        let (action, protocol, request) = (A::INFO.name, A::INFO.service.protocol, self.request);
        let same = |one: &&mut Expected| one.fits(action, protocol, &request);
        if let Some(same) = expected.iter_mut().find(same) {
            return same.answers.push_back(said);
        }
        let (request, answers) = (Box::new(request), VecDeque::from([said]));
        expected.push(Expected { action, protocol, request, answers });
    }
}

/// A request in a line, without its secrets.
fn shown(action: &str, request: &dyn Params) -> String {
    struct Shown<'a>(&'a str, &'a dyn Params);
    impl fmt::Debug for Shown<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            show::debug(self.0, self.1, f)
        }
    }
    format!("{:?}", Shown(action, request))
}

/// An answer's own fields with the envelope of a success around them.
fn whole(protocol: Protocol, fields: &str) -> String {
    let (before, after) = match protocol {
        Protocol::V2 => (r#"{"code":0,"message":"","codeDesc":"Success""#, ""),
        Protocol::V3 { .. } => (r#"{"Response":{"RequestId":"mock""#, "}"),
    };
    let fields = fields.strip_prefix('{').unwrap_or(fields);
    let comma = if fields == "}" { "" } else { "," };
    [before, comma, fields, after].concat()
}

fn refusal(protocol: Protocol, code: &str, message: &str) -> String {
    let refusal = match protocol {
        Protocol::V2 => {
            let number = code.parse::<i64>().map_or_else(|_| code.into(), serde_json::Value::from);
            serde_json::json!({"code": number, "message": message, "codeDesc": ""})
        }
        Protocol::V3 { .. } => serde_json::json!({
            "Response": {"Error": {"Code": code, "Message": message}, "RequestId": "mock"}
        }),
    };
    refusal.to_string()
}
