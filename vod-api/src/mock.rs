//! Answers in the network's place, for the unit tests of those who call VOD.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::action::Action;
use crate::client::Runtime;
use crate::credential::Credential;
use crate::error::Error;
use crate::json;
use crate::protocol::Protocol;
use crate::request::Params;
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
/// value; expectations that are the same are met in the order in which they were made. One that
/// nothing matches fails with an error that shows it beside what was expected. Clones share what
/// they expect.
#[derive(Clone, Default)]
pub struct Mock(Arc<Mutex<Vec<Expected>>>);

struct Expected {
    action: &'static str,
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

    /// Panics unless every expectation was met, and shows those that were not.
    ///
    /// # Panics
    ///
    /// When a request that was expected did not come.
    #[allow(clippy::panic, reason = "a test that fails panics")]
    #[track_caller]
    pub fn assert_done(&self) {
        let open = self.open();
        assert!(open.is_empty(), "the mock still expects:{open}");
    }

    /// What the mock says to a request: the whole body of an answer.
    pub(crate) fn answer(
        &self,
        action: &str,
        protocol: Protocol,
        request: &dyn Params,
    ) -> Result<String, Error> {
        let mut expected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |one: &&mut Expected| {
            one.action == action && !one.answers.is_empty() && show::equal(&*one.request, request)
        };
        let said = expected.iter_mut().find(fits).and_then(|one| one.answers.pop_front());
        drop(expected);
        match said {
            Some(Said::Response(fields)) => Ok(whole(protocol, &fields)),
            Some(Said::Refusal { code, message }) => Ok(refusal(protocol, &code, &message)),
            Some(Said::Nothing(error)) => Err(Error::transport(action, "the mock", error)),
            None => {
                let open = self.open();
                let open = if open.is_empty() { " nothing more".to_owned() } else { open };
                let got = Shown { action, request };
                let what = format!("the mock got\n  {got:?}\nand expects:{open}");
                Err(Error::transport(action, "the mock", TransportError { what, sent: false }))
            }
        }
    }

    /// What has not come yet, a line each.
    fn open(&self) -> String {
        let expected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = expected.iter().filter(|one| !one.answers.is_empty());
        open.fold(String::new(), |text, one| {
            text + &format!("\n  {:?}", Shown { action: one.action, request: &*one.request })
        })
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mock that expects:{}", self.open())
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
        let mut expected = self.mock.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (action, request) = (A::INFO.name, self.request);
        let same =
            |one: &&mut Expected| one.action == action && show::equal(&*one.request, &request);
        if let Some(same) = expected.iter_mut().find(same) {
            return same.answers.push_back(said);
        }
        let (request, answers) = (Box::new(request), VecDeque::from([said]));
        expected.push(Expected { action, request, answers });
    }
}

struct Shown<'a> {
    action: &'a str,
    request: &'a dyn Params,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show::debug(self.action, self.request, f)
    }
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
