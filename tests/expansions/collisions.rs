// Made of tests/pages/collisions by `BLESS=1 cargo test -p vod-tests`.

use ::vod_api::__rt as __rt;
/// A client for Collisions. Cheap to clone: clones share connections and settings.
///
/// Words that a generator itself would like to use. The pages are right, and so must be what is made
/// of them.
#[derive(__rt::Debug, __rt::Clone)]
pub struct Client {
    runtime: __rt::Runtime,
}

impl Client {
    /// A client that signs with a credential and has defaults for everything else.
    #[inline]
    pub fn new(credential: __rt::Credential) -> __rt::Result<Self, __rt::Error> {
        Self::builder().credential(credential).build()
    }

    /// Sets up a client.
    #[must_use]
    #[inline]
    pub fn builder() -> __rt::Builder<Self> {
        __rt::Builder::new()
    }

    /// Validates and signs a request without sending it.
    #[inline]
    pub fn sign<A: __rt::Action>(
        &self,
        request: &A,
    ) -> __rt::Result<__rt::HttpRequest, __rt::Error> {
        self.runtime.prepare_now(request)?.into_http()
    }

    /// Reads the answer to a request that was signed and sent by other means.
    #[inline]
    pub fn read<A: __rt::Action>(
        &self,
        request: &A,
        answer: __rt::HttpResponse<impl __rt::Into<__rt::Vec<u8>>>,
    ) -> __rt::Result<A::Response, __rt::Error> {
        let status = answer.status().as_u16();
        self.runtime.read(request, status, answer.into_body())
    }

    /// Sends a request that was built before: await it for the response.
    #[inline]
    pub fn send<A: __rt::Action>(&self, request: A) -> __rt::Sending<'_, A::Response> {
        self.runtime.send(request)
    }

    /// What this client shares with its clones and with the clients made from it.
    #[must_use]
    #[inline]
    pub fn runtime(&self) -> &__rt::Runtime {
        &self.runtime
    }

    /// An Action that is called like the client.
    #[deprecated(note = "Use Send")]
    #[inline]
    pub fn client(&self) -> ClientBuilder<&__rt::Runtime> {
        ClientBuilder {
            request: Client_::vacant(),
            via: &self.runtime,
            state: __rt::PhantomData,
        }
    }

    /// An Action that is called like a method of every client.
    #[inline]
    pub fn send_(&self) -> SendBuilder<&__rt::Runtime> {
        SendBuilder {
            request: Send::vacant(),
            via: &self.runtime,
            state: __rt::PhantomData,
        }
    }

    /// An Action that is called like a method of every client.
    #[inline]
    pub fn clone_(&self) -> CloneBuilder<&__rt::Runtime> {
        CloneBuilder {
            request: Clone::vacant(),
            via: &self.runtime,
            state: __rt::PhantomData,
        }
    }

    /// An Action that is called like a method of every client.
    #[inline]
    pub fn new_(&self) -> NewBuilder<&__rt::Runtime> {
        NewBuilder {
            request: New::vacant(),
            via: &self.runtime,
            state: __rt::PhantomData,
        }
    }
}

impl __rt::From<__rt::Runtime> for Client {
    #[inline]
    fn from(runtime: __rt::Runtime) -> Self {
        Self { runtime }
    }
}

impl __rt::AsRef<__rt::Runtime> for Client {
    #[inline]
    fn as_ref(&self) -> &__rt::Runtime {
        &self.runtime
    }
}

impl<T: __rt::AsRef<__rt::Runtime>> __rt::From<&T> for Client {
    #[inline]
    fn from(client: &T) -> Self {
        Self {
            runtime: __rt::Clone::clone(__rt::AsRef::as_ref(client)),
        }
    }
}

/// What the index page states of the service.
pub static SERVICE: __rt::Service = __rt::Service {
    protocol: __rt::Protocol::V2,
    endpoint: "https://vod.api.qcloud.com/v2/index.php",
    errors: &[],
};

/// An Action that is called like the client.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Client_ {
    /// The struct whose name comes nearest.
    ///
    /// On the wire: `client`.
    pub client: self::Client2,
    /// The word of a builder's field.
    ///
    /// On the wire: `request`; not empty.
    pub request: __rt::String,
    /// Results.
    ///
    /// On the wire: `result`.
    pub result: __rt::Vec<self::Result>,
    /// No raw identifier can be made of it.
    ///
    /// On the wire: `self`.
    pub self_: __rt::String,
    /// A keyword.
    ///
    /// On the wire: `type`.
    pub r#type: self::Type,
    /// A struct that is called like what builds it.
    ///
    /// On the wire: `builder`.
    pub builder: self::Builder,
    /// A method of the builder.
    ///
    /// On the wire: `send`; flag.
    pub send_: bool,
    /// Another.
    ///
    /// On the wire: `build`.
    pub build_: __rt::Option<i64>,
    /// Another still.
    ///
    /// On the wire: `extra`.
    pub extra_: __rt::Option<__rt::String>,
    /// A field of every answer.
    ///
    /// On the wire: `unknown`.
    pub unknown_: __rt::Option<__rt::String>,
    /// A trait.
    ///
    /// On the wire: `Default`.
    pub default: __rt::Option<self::Default>,
    /// A variant.
    ///
    /// On the wire: `None`.
    pub none: __rt::Option<self::None>,
    /// A field of the builder.
    ///
    /// On the wire: `via`.
    pub via: __rt::Option<__rt::String>,
    /// The same word with a capital.
    ///
    /// On the wire: `Via`.
    pub via_2: __rt::Option<__rt::String>,
    /// And one more.
    ///
    /// On the wire: `state`.
    pub state: __rt::Option<__rt::String>,
    /// The word of a setter's argument.
    ///
    /// On the wire: `value`.
    pub value: __rt::String,
    /// The word of a match.
    ///
    /// On the wire: `field`.
    pub field: __rt::Option<__rt::String>,
    /// A younger keyword.
    ///
    /// On the wire: `async`; first item is number 1 on the wire.
    pub r#async: __rt::Option<__rt::Vec<self::Option>>,
    /// Parameters that the page does not know; sent and signed along.
    pub extra: __rt::Extra,
}

impl Client_ {
    /// Builds [`Client_`]; `client.client()` gives a builder that also sends.
    #[deprecated(note = "Use Send")]
    #[inline]
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            request: Self::vacant(),
            via: (),
            state: __rt::PhantomData,
        }
    }

    /// Holds every rule of the page against the parameters: all violations, or none.
    #[inline]
    pub fn validate(&self) -> __rt::Result<(), __rt::InvalidParameters> {
        __rt::validate(<Self as __rt::Action>::INFO, self)
    }

    #[inline]
    fn vacant() -> Self {
        Self {
            client: self::Client2::vacant(),
            request: __rt::String::new(),
            result: __rt::Vec::new(),
            self_: __rt::String::new(),
            r#type: self::Type::Other(__rt::String::new()),
            builder: self::Builder::vacant(),
            send_: false,
            build_: __rt::None,
            extra_: __rt::None,
            unknown_: __rt::None,
            default: __rt::None,
            none: __rt::None,
            via: __rt::None,
            via_2: __rt::None,
            state: __rt::None,
            value: __rt::String::new(),
            field: __rt::None,
            r#async: __rt::None,
            extra: __rt::Extra::new(),
        }
    }
}

impl __rt::Tabled for Client_ {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Required, Rule, Table};
        &Table {
            fields: &[
                Required("client=", &[]),
                Required("request=", &[Rule::NotEmpty]),
                Required("result=", &[]),
                Required("self=", &[]),
                Required("type=", &[]),
                Required("builder=", &[]),
                Required("send=", &[]),
                Optional("build=", &[]),
                Optional("extra=", &[]),
                Optional("unknown=", &[]),
                Optional("Default=", &[]),
                Optional("None=", &[]),
                Optional("via=", &[]),
                Optional("Via=", &[]),
                Optional("state=", &[]),
                Required("value=", &[]),
                Optional("field=", &[]),
                Optional("async=", &[Rule::From(1)]),
            ],
            order: "\u{e000}\n\u{e001}\u{b}\u{e002}\u{e003}\u{e004}\u{e005}\u{e006}\r\u{11}\u{7}\u{5}\0\u{8}\u{10}\u{1}\u{2}\u{3}\u{6}\u{e}\u{4}\t\u{f}\u{c}",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.client),
            1 => Encode::encode(&self.request),
            2 => Encode::encode(&self.result),
            3 => Encode::encode(&self.self_),
            4 => Encode::encode(&self.r#type),
            5 => Encode::encode(&self.builder),
            7 => Encode::encode(&self.build_),
            8 => Encode::encode(&self.extra_),
            9 => Encode::encode(&self.unknown_),
            10 => Encode::encode(&self.default),
            11 => Encode::encode(&self.none),
            12 => Encode::encode(&self.via),
            13 => Encode::encode(&self.via_2),
            14 => Encode::encode(&self.state),
            15 => Encode::encode(&self.value),
            16 => Encode::encode(&self.field),
            17 => Encode::encode(&self.r#async),
            6 => __rt::flag(__rt::Some(self.send_)),
            _ => __rt::Value::Extra(&self.extra),
        }
    }
}

impl __rt::Debug for Client_ {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Client_", self, f)
    }
}

impl __rt::PartialEq for Client_ {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

/// What [`Client_`](super::Client_) must be given, a bound each.
pub mod client {
    /// `client` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `client`",
        label = "add `.client(..)` before this call",
        note = "`client` is required (Client2): The struct whose name comes nearest"
    )]
    pub trait ClientGiven {}
    #[diagnostic::do_not_recommend]
    impl ClientGiven for super::__rt::Given {}
    /// `request` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `request`",
        label = "add `.request(..)` before this call",
        note = "`request` is required (String): The word of a builder's field"
    )]
    pub trait RequestGiven {}
    #[diagnostic::do_not_recommend]
    impl RequestGiven for super::__rt::Given {}
    /// `result` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `result`",
        label = "add `.result(..)` before this call",
        note = "`result` is required (Array of Result): Results"
    )]
    pub trait ResultGiven {}
    #[diagnostic::do_not_recommend]
    impl ResultGiven for super::__rt::Given {}
    /// `self` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `self`",
        label = "add `.self_(..)` before this call",
        note = "`self` is required (String): No raw identifier can be made of it"
    )]
    pub trait SelfGiven {}
    #[diagnostic::do_not_recommend]
    impl SelfGiven for super::__rt::Given {}
    /// `type` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `type`",
        label = "add `.r#type(..)` before this call",
        note = "`type` is required (Type): A keyword"
    )]
    pub trait TypeGiven {}
    #[diagnostic::do_not_recommend]
    impl TypeGiven for super::__rt::Given {}
    /// `builder` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `builder`",
        label = "add `.builder(..)` before this call",
        note = "`builder` is required (Builder): A struct that is called like what builds it"
    )]
    pub trait BuilderGiven {}
    #[diagnostic::do_not_recommend]
    impl BuilderGiven for super::__rt::Given {}
    /// `send` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `send`",
        label = "add `.send_(..)` before this call",
        note = "`send` is required (Boolean): A method of the builder"
    )]
    pub trait SendGiven {}
    #[diagnostic::do_not_recommend]
    impl SendGiven for super::__rt::Given {}
    /// `value` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `value`",
        label = "add `.value(..)` before this call",
        note = "`value` is required (String): The word of a setter's argument"
    )]
    pub trait ValueGiven {}
    #[diagnostic::do_not_recommend]
    impl ValueGiven for super::__rt::Given {}
}

/// Builds [`Client_`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct ClientBuilder<
    Via = (),
    State
        = (
            __rt::NotGiven,
            __rt::NotGiven,
            __rt::NotGiven,
            __rt::NotGiven,
            __rt::NotGiven,
            __rt::NotGiven,
            __rt::NotGiven,
            __rt::NotGiven,
        ),
> {
    request: Client_,
    via: Via,
    state: __rt::PhantomData<State>,
}

#[allow(clippy::type_complexity)]
impl<
    Via,
    ClientState,
    RequestState,
    ResultState,
    SelfState,
    TypeState,
    BuilderState,
    SendState,
    ValueState,
> ClientBuilder<
    Via,
    (
        ClientState,
        RequestState,
        ResultState,
        SelfState,
        TypeState,
        BuilderState,
        SendState,
        ValueState,
    ),
> {
    /// The struct whose name comes nearest.
    ///
    /// On the wire: `client`.
    #[inline]
    pub fn client(
        mut self,
        value: self::Client2,
    ) -> ClientBuilder<
        Via,
        (
            __rt::Given,
            RequestState,
            ResultState,
            SelfState,
            TypeState,
            BuilderState,
            SendState,
            ValueState,
        ),
    >
    where
        ClientState: __rt::NotYetGiven,
    {
        self.request.client = value;
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// The word of a builder's field.
    ///
    /// On the wire: `request`; not empty.
    #[inline]
    pub fn request(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> ClientBuilder<
        Via,
        (
            ClientState,
            __rt::Given,
            ResultState,
            SelfState,
            TypeState,
            BuilderState,
            SendState,
            ValueState,
        ),
    >
    where
        RequestState: __rt::NotYetGiven,
    {
        self.request.request = __rt::Into::into(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// Results.
    ///
    /// On the wire: `result`.
    #[inline]
    pub fn result(
        mut self,
        value: impl __rt::IntoIterator<Item = self::Result>,
    ) -> ClientBuilder<
        Via,
        (
            ClientState,
            RequestState,
            __rt::Given,
            SelfState,
            TypeState,
            BuilderState,
            SendState,
            ValueState,
        ),
    >
    where
        ResultState: __rt::NotYetGiven,
    {
        self.request.result = __rt::list(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// No raw identifier can be made of it.
    ///
    /// On the wire: `self`.
    #[inline]
    pub fn self_(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> ClientBuilder<
        Via,
        (
            ClientState,
            RequestState,
            ResultState,
            __rt::Given,
            TypeState,
            BuilderState,
            SendState,
            ValueState,
        ),
    >
    where
        SelfState: __rt::NotYetGiven,
    {
        self.request.self_ = __rt::Into::into(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// A keyword.
    ///
    /// On the wire: `type`.
    #[inline]
    pub fn r#type(
        mut self,
        value: impl __rt::Into<self::Type>,
    ) -> ClientBuilder<
        Via,
        (
            ClientState,
            RequestState,
            ResultState,
            SelfState,
            __rt::Given,
            BuilderState,
            SendState,
            ValueState,
        ),
    >
    where
        TypeState: __rt::NotYetGiven,
    {
        self.request.r#type = __rt::Into::into(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// A struct that is called like what builds it.
    ///
    /// On the wire: `builder`.
    #[inline]
    pub fn builder(
        mut self,
        value: self::Builder,
    ) -> ClientBuilder<
        Via,
        (
            ClientState,
            RequestState,
            ResultState,
            SelfState,
            TypeState,
            __rt::Given,
            SendState,
            ValueState,
        ),
    >
    where
        BuilderState: __rt::NotYetGiven,
    {
        self.request.builder = value;
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// A method of the builder.
    ///
    /// On the wire: `send`; flag.
    #[inline]
    pub fn send_(
        mut self,
        value: bool,
    ) -> ClientBuilder<
        Via,
        (
            ClientState,
            RequestState,
            ResultState,
            SelfState,
            TypeState,
            BuilderState,
            __rt::Given,
            ValueState,
        ),
    >
    where
        SendState: __rt::NotYetGiven,
    {
        self.request.send_ = value;
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// Another.
    ///
    /// On the wire: `build`.
    #[inline]
    pub fn build_(mut self, value: i64) -> Self {
        self.request.build_ = __rt::Some(value);
        self
    }

    /// Another still.
    ///
    /// On the wire: `extra`.
    #[inline]
    pub fn extra_(mut self, value: impl __rt::Into<__rt::String>) -> Self {
        self.request.extra_ = __rt::Some(__rt::Into::into(value));
        self
    }

    /// A field of every answer.
    ///
    /// On the wire: `unknown`.
    #[inline]
    pub fn unknown_(mut self, value: impl __rt::Into<__rt::String>) -> Self {
        self.request.unknown_ = __rt::Some(__rt::Into::into(value));
        self
    }

    /// A trait.
    ///
    /// On the wire: `Default`.
    #[inline]
    pub fn default(mut self, value: self::Default) -> Self {
        self.request.default = __rt::Some(value);
        self
    }

    /// A variant.
    ///
    /// On the wire: `None`.
    #[inline]
    pub fn none(mut self, value: self::None) -> Self {
        self.request.none = __rt::Some(value);
        self
    }

    /// A field of the builder.
    ///
    /// On the wire: `via`.
    #[inline]
    pub fn via(mut self, value: impl __rt::Into<__rt::String>) -> Self {
        self.request.via = __rt::Some(__rt::Into::into(value));
        self
    }

    /// The same word with a capital.
    ///
    /// On the wire: `Via`.
    #[inline]
    pub fn via_2(mut self, value: impl __rt::Into<__rt::String>) -> Self {
        self.request.via_2 = __rt::Some(__rt::Into::into(value));
        self
    }

    /// And one more.
    ///
    /// On the wire: `state`.
    #[inline]
    pub fn state(mut self, value: impl __rt::Into<__rt::String>) -> Self {
        self.request.state = __rt::Some(__rt::Into::into(value));
        self
    }

    /// The word of a setter's argument.
    ///
    /// On the wire: `value`.
    #[inline]
    pub fn value(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> ClientBuilder<
        Via,
        (
            ClientState,
            RequestState,
            ResultState,
            SelfState,
            TypeState,
            BuilderState,
            SendState,
            __rt::Given,
        ),
    >
    where
        ValueState: __rt::NotYetGiven,
    {
        self.request.value = __rt::Into::into(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// The word of a match.
    ///
    /// On the wire: `field`.
    #[inline]
    pub fn field(mut self, value: impl __rt::Into<__rt::String>) -> Self {
        self.request.field = __rt::Some(__rt::Into::into(value));
        self
    }

    /// A younger keyword.
    ///
    /// On the wire: `async`; first item is number 1 on the wire.
    #[inline]
    pub fn r#async(
        mut self,
        value: impl __rt::IntoIterator<Item = self::Option>,
    ) -> Self {
        self.request.r#async = __rt::Some(__rt::list(value));
        self
    }

    /// Adds a parameter that the page does not know, by its name on the wire.
    #[inline]
    pub fn extra(
        mut self,
        name: impl __rt::Into<__rt::String>,
        value: impl __rt::Into<__rt::String>,
    ) -> Self {
        self.request.extra.set(name, value);
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Client_
    where
        ClientState: client::ClientGiven,
        RequestState: client::RequestGiven,
        ResultState: client::ResultGiven,
        SelfState: client::SelfGiven,
        TypeState: client::TypeGiven,
        BuilderState: client::BuilderGiven,
        SendState: client::SendGiven,
        ValueState: client::ValueGiven,
    {
        self.request
    }
}

impl<
    'c,
    ClientState,
    RequestState,
    ResultState,
    SelfState,
    TypeState,
    BuilderState,
    SendState,
    ValueState,
> ClientBuilder<
    &'c __rt::Runtime,
    (
        ClientState,
        RequestState,
        ResultState,
        SelfState,
        TypeState,
        BuilderState,
        SendState,
        ValueState,
    ),
> {
    /// Validates, signs and sends the request: await it for [`ClientResponse`].
    #[inline]
    pub fn send(self) -> __rt::Sending<'c, ClientResponse>
    where
        ClientState: client::ClientGiven,
        RequestState: client::RequestGiven,
        ResultState: client::ResultGiven,
        SelfState: client::SelfGiven,
        TypeState: client::TypeGiven,
        BuilderState: client::BuilderGiven,
        SendState: client::SendGiven,
        ValueState: client::ValueGiven,
    {
        self.via.send(self.request)
    }
}

/// The answer to [`Client_`].
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct ClientResponse {
    /// Not what is unknown.
    ///
    /// On the wire: `unknown`.
    pub unknown_: __rt::String,
    /// Not the answer itself.
    ///
    /// On the wire: `self`.
    pub self_: __rt::Option<__rt::Secret>,
    /// Neither text.
    ///
    /// On the wire: `fn`.
    pub r#fn: __rt::Option<self::String>,
    /// In the vendor's other spelling.
    ///
    /// On the wire: `create_time`.
    pub create_time: __rt::Option<__rt::String>,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for ClientResponse {
    #[inline]
    fn default() -> Self {
        Self {
            unknown_: __rt::String::new(),
            self_: __rt::None,
            r#fn: __rt::None,
            create_time: __rt::None,
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Shaped for ClientResponse {
    const SHAPE: __rt::Shape = {
        use __rt::{Always, Sometimes};
        &[
            Always("unknown"),
            Sometimes("self"),
            Sometimes("fn"),
            Sometimes("create_time"),
        ]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.unknown_),
            1 => Encode::encode(&self.self_),
            2 => Encode::encode(&self.r#fn),
            3 => Encode::encode(&self.create_time),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.unknown_),
            1 => Decode::slot(&mut self.self_),
            2 => Decode::slot(&mut self.r#fn),
            3 => Decode::slot(&mut self.create_time),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Debug for ClientResponse {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("ClientResponse", self, f)
    }
}

impl __rt::PartialEq for ClientResponse {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

/// Codes that `Client` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub enum ClientCode {
    /// 1: Not the variant that takes what is not known.
    Other_,
    /// 2: Not the common codes.
    Common_,
    /// A code that any Action may answer.
    Common(__rt::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(__rt::String),
}

impl __rt::ErrorCode for ClientCode {
    #[inline]
    fn from_code(code: &str) -> Self {
        match code {
            "1" => Self::Other_,
            "2" => Self::Common_,
            _ => {
                match <__rt::v2::CommonCode as __rt::ErrorCode>::from_code(code) {
                    __rt::v2::CommonCode::Other(code) => Self::Other(code),
                    code => Self::Common(code),
                }
            }
        }
    }

    #[inline]
    fn code(&self) -> &str {
        match self {
            Self::Other_ => "1",
            Self::Common_ => "2",
            Self::Common(code) => __rt::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl __rt::Debug for ClientCode {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::fmt::Debug::fmt(__rt::ErrorCode::code(self), f)
    }
}

impl __rt::PartialEq for ClientCode {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::ErrorCode::code(self) == __rt::ErrorCode::code(other)
    }
}

impl __rt::Eq for ClientCode {}
impl __rt::Action for Client_ {
    type Response = ClientResponse;
    type Code = ClientCode;
    const INFO: &'static __rt::ActionInfo = &__rt::ActionInfo {
        name: "Client",
        service: &self::SERVICE,
        endpoint: __rt::None,
        version: __rt::None,
        timeout: __rt::None,
        rate_limit: __rt::None,
        repeatable: __rt::Repeatable::No,
        errors: &[
            __rt::Final("1", "", "Not the variant that takes what is not known"),
            __rt::Final("2", "", "Not the common codes"),
        ],
    };
}

/// An Action that is called like a method of every client.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Send {
    /// Parameters that the page does not know; sent and signed along.
    pub extra: __rt::Extra,
}

impl Send {
    /// Builds [`Send`]; `client.send_()` gives a builder that also sends.
    #[inline]
    pub fn builder() -> SendBuilder {
        SendBuilder {
            request: Self::vacant(),
            via: (),
            state: __rt::PhantomData,
        }
    }

    /// Holds every rule of the page against the parameters: all violations, or none.
    #[inline]
    pub fn validate(&self) -> __rt::Result<(), __rt::InvalidParameters> {
        __rt::validate(<Self as __rt::Action>::INFO, self)
    }

    #[inline]
    fn vacant() -> Self {
        Self { extra: __rt::Extra::new() }
    }
}

impl __rt::Tabled for Send {
    const TABLE: &'static __rt::Table = {
        use __rt::Table;
        &Table {
            fields: &[],
            order: "\u{e000}\u{e001}\u{e002}\u{e003}\u{e004}\u{e005}\u{e006}",
        }
    };

    #[inline]
    fn value(&self, _: usize) -> __rt::Value<'_> {
        __rt::Value::Extra(&self.extra)
    }
}

impl __rt::Debug for Send {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Send", self, f)
    }
}

impl __rt::PartialEq for Send {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

/// Builds [`Send`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct SendBuilder<Via = (), State = ()> {
    request: Send,
    via: Via,
    state: __rt::PhantomData<State>,
}

impl<Via> SendBuilder<Via, ()> {
    /// Adds a parameter that the page does not know, by its name on the wire.
    #[inline]
    pub fn extra(
        mut self,
        name: impl __rt::Into<__rt::String>,
        value: impl __rt::Into<__rt::String>,
    ) -> Self {
        self.request.extra.set(name, value);
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Send {
        self.request
    }
}

impl<'c> SendBuilder<&'c __rt::Runtime, ()> {
    /// Validates, signs and sends the request: await it for [`SendResponse`].
    #[inline]
    pub fn send(self) -> __rt::Sending<'c, SendResponse> {
        self.via.send(self.request)
    }
}

/// The answer to [`Send`].
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct SendResponse {
    /// The task.
    ///
    /// On the wire: `taskId`.
    pub task_id: __rt::String,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for SendResponse {
    #[inline]
    fn default() -> Self {
        Self {
            task_id: __rt::String::new(),
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Shaped for SendResponse {
    const SHAPE: __rt::Shape = {
        use __rt::Always;
        &[Always("taskId")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.task_id),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.task_id),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Debug for SendResponse {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("SendResponse", self, f)
    }
}

impl __rt::PartialEq for SendResponse {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

/// Codes that `Send` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub enum SendCode {
    /// A code that any Action may answer.
    Common(__rt::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(__rt::String),
}

impl __rt::ErrorCode for SendCode {
    #[inline]
    fn from_code(code: &str) -> Self {
        match <__rt::v2::CommonCode as __rt::ErrorCode>::from_code(code) {
            __rt::v2::CommonCode::Other(code) => Self::Other(code),
            code => Self::Common(code),
        }
    }

    #[inline]
    fn code(&self) -> &str {
        match self {
            Self::Common(code) => __rt::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl __rt::Debug for SendCode {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::fmt::Debug::fmt(__rt::ErrorCode::code(self), f)
    }
}

impl __rt::PartialEq for SendCode {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::ErrorCode::code(self) == __rt::ErrorCode::code(other)
    }
}

impl __rt::Eq for SendCode {}
impl __rt::Action for Send {
    type Response = SendResponse;
    type Code = SendCode;
    const INFO: &'static __rt::ActionInfo = &__rt::ActionInfo {
        name: "Send",
        service: &self::SERVICE,
        endpoint: __rt::None,
        version: __rt::None,
        timeout: __rt::None,
        rate_limit: __rt::None,
        repeatable: __rt::Repeatable::No,
        errors: &[],
    };
}

/// An Action that is called like a method of every client.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Clone {
    /// Parameters that the page does not know; sent and signed along.
    pub extra: __rt::Extra,
}

impl Clone {
    /// Builds [`Clone`]; `client.clone_()` gives a builder that also sends.
    #[inline]
    pub fn builder() -> CloneBuilder {
        CloneBuilder {
            request: Self::vacant(),
            via: (),
            state: __rt::PhantomData,
        }
    }

    /// Holds every rule of the page against the parameters: all violations, or none.
    #[inline]
    pub fn validate(&self) -> __rt::Result<(), __rt::InvalidParameters> {
        __rt::validate(<Self as __rt::Action>::INFO, self)
    }

    #[inline]
    fn vacant() -> Self {
        Self { extra: __rt::Extra::new() }
    }
}

impl __rt::Tabled for Clone {
    const TABLE: &'static __rt::Table = {
        use __rt::Table;
        &Table {
            fields: &[],
            order: "\u{e000}\u{e001}\u{e002}\u{e003}\u{e004}\u{e005}\u{e006}",
        }
    };

    #[inline]
    fn value(&self, _: usize) -> __rt::Value<'_> {
        __rt::Value::Extra(&self.extra)
    }
}

impl __rt::Debug for Clone {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Clone", self, f)
    }
}

impl __rt::PartialEq for Clone {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

/// Builds [`Clone`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct CloneBuilder<Via = (), State = ()> {
    request: Clone,
    via: Via,
    state: __rt::PhantomData<State>,
}

impl<Via> CloneBuilder<Via, ()> {
    /// Adds a parameter that the page does not know, by its name on the wire.
    #[inline]
    pub fn extra(
        mut self,
        name: impl __rt::Into<__rt::String>,
        value: impl __rt::Into<__rt::String>,
    ) -> Self {
        self.request.extra.set(name, value);
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Clone {
        self.request
    }
}

impl<'c> CloneBuilder<&'c __rt::Runtime, ()> {
    /// Validates, signs and sends the request: await it for [`CloneResponse`].
    #[inline]
    pub fn send(self) -> __rt::Sending<'c, CloneResponse> {
        self.via.send(self.request)
    }
}

/// The answer to [`Clone`].
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct CloneResponse {
    /// The task.
    ///
    /// On the wire: `taskId`.
    pub task_id: __rt::String,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for CloneResponse {
    #[inline]
    fn default() -> Self {
        Self {
            task_id: __rt::String::new(),
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Shaped for CloneResponse {
    const SHAPE: __rt::Shape = {
        use __rt::Always;
        &[Always("taskId")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.task_id),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.task_id),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Debug for CloneResponse {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("CloneResponse", self, f)
    }
}

impl __rt::PartialEq for CloneResponse {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

/// Codes that `Clone` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub enum CloneCode {
    /// A code that any Action may answer.
    Common(__rt::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(__rt::String),
}

impl __rt::ErrorCode for CloneCode {
    #[inline]
    fn from_code(code: &str) -> Self {
        match <__rt::v2::CommonCode as __rt::ErrorCode>::from_code(code) {
            __rt::v2::CommonCode::Other(code) => Self::Other(code),
            code => Self::Common(code),
        }
    }

    #[inline]
    fn code(&self) -> &str {
        match self {
            Self::Common(code) => __rt::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl __rt::Debug for CloneCode {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::fmt::Debug::fmt(__rt::ErrorCode::code(self), f)
    }
}

impl __rt::PartialEq for CloneCode {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::ErrorCode::code(self) == __rt::ErrorCode::code(other)
    }
}

impl __rt::Eq for CloneCode {}
impl __rt::Action for Clone {
    type Response = CloneResponse;
    type Code = CloneCode;
    const INFO: &'static __rt::ActionInfo = &__rt::ActionInfo {
        name: "Clone",
        service: &self::SERVICE,
        endpoint: __rt::None,
        version: __rt::None,
        timeout: __rt::None,
        rate_limit: __rt::None,
        repeatable: __rt::Repeatable::No,
        errors: &[],
    };
}

/// An Action that is called like a method of every client.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct New {
    /// Parameters that the page does not know; sent and signed along.
    pub extra: __rt::Extra,
}

impl New {
    /// Builds [`New`]; `client.new_()` gives a builder that also sends.
    #[inline]
    pub fn builder() -> NewBuilder {
        NewBuilder {
            request: Self::vacant(),
            via: (),
            state: __rt::PhantomData,
        }
    }

    /// Holds every rule of the page against the parameters: all violations, or none.
    #[inline]
    pub fn validate(&self) -> __rt::Result<(), __rt::InvalidParameters> {
        __rt::validate(<Self as __rt::Action>::INFO, self)
    }

    #[inline]
    fn vacant() -> Self {
        Self { extra: __rt::Extra::new() }
    }
}

impl __rt::Tabled for New {
    const TABLE: &'static __rt::Table = {
        use __rt::Table;
        &Table {
            fields: &[],
            order: "\u{e000}\u{e001}\u{e002}\u{e003}\u{e004}\u{e005}\u{e006}",
        }
    };

    #[inline]
    fn value(&self, _: usize) -> __rt::Value<'_> {
        __rt::Value::Extra(&self.extra)
    }
}

impl __rt::Debug for New {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("New", self, f)
    }
}

impl __rt::PartialEq for New {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

/// Builds [`New`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct NewBuilder<Via = (), State = ()> {
    request: New,
    via: Via,
    state: __rt::PhantomData<State>,
}

impl<Via> NewBuilder<Via, ()> {
    /// Adds a parameter that the page does not know, by its name on the wire.
    #[inline]
    pub fn extra(
        mut self,
        name: impl __rt::Into<__rt::String>,
        value: impl __rt::Into<__rt::String>,
    ) -> Self {
        self.request.extra.set(name, value);
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> New {
        self.request
    }
}

impl<'c> NewBuilder<&'c __rt::Runtime, ()> {
    /// Validates, signs and sends the request: await it for [`NewResponse`].
    #[inline]
    pub fn send(self) -> __rt::Sending<'c, NewResponse> {
        self.via.send(self.request)
    }
}

/// The answer to [`New`].
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct NewResponse {
    /// The task.
    ///
    /// On the wire: `taskId`.
    pub task_id: __rt::String,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for NewResponse {
    #[inline]
    fn default() -> Self {
        Self {
            task_id: __rt::String::new(),
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Shaped for NewResponse {
    const SHAPE: __rt::Shape = {
        use __rt::Always;
        &[Always("taskId")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.task_id),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.task_id),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Debug for NewResponse {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("NewResponse", self, f)
    }
}

impl __rt::PartialEq for NewResponse {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

/// Codes that `New` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub enum NewCode {
    /// A code that any Action may answer.
    Common(__rt::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(__rt::String),
}

impl __rt::ErrorCode for NewCode {
    #[inline]
    fn from_code(code: &str) -> Self {
        match <__rt::v2::CommonCode as __rt::ErrorCode>::from_code(code) {
            __rt::v2::CommonCode::Other(code) => Self::Other(code),
            code => Self::Common(code),
        }
    }

    #[inline]
    fn code(&self) -> &str {
        match self {
            Self::Common(code) => __rt::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl __rt::Debug for NewCode {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::fmt::Debug::fmt(__rt::ErrorCode::code(self), f)
    }
}

impl __rt::PartialEq for NewCode {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::ErrorCode::code(self) == __rt::ErrorCode::code(other)
    }
}

impl __rt::Eq for NewCode {}
impl __rt::Action for New {
    type Response = NewResponse;
    type Code = NewCode;
    const INFO: &'static __rt::ActionInfo = &__rt::ActionInfo {
        name: "New",
        service: &self::SERVICE,
        endpoint: __rt::None,
        version: __rt::None,
        timeout: __rt::None,
        rate_limit: __rt::None,
        repeatable: __rt::Repeatable::No,
        errors: &[],
    };
}

/// `Client2` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Client2 {
    /// On the wire: `new`.
    pub new: __rt::String,
}

impl __rt::Debug for Client2 {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Client2", self, f)
    }
}

impl __rt::PartialEq for Client2 {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

impl Client2 {
    /// Builds [`Client2`].
    #[inline]
    pub fn builder() -> Client2Builder {
        Client2Builder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        Self { new: __rt::String::new() }
    }
}

impl __rt::Tabled for Client2 {
    const TABLE: &'static __rt::Table = {
        use __rt::{Required, Table};
        &Table {
            fields: &[Required("new=", &[])],
            order: "\0",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.new),
            _ => __rt::Value::Absent,
        }
    }
}

impl __rt::Encode for Client2 {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
    }
}

/// What [`Client2`](super::Client2) must be given, a bound each.
pub mod client2 {
    /// `new` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client2` needs `new`",
        label = "add `.new(..)` before this call",
        note = "`new` is required (String): "
    )]
    pub trait NewGiven {}
    #[diagnostic::do_not_recommend]
    impl NewGiven for super::__rt::Given {}
}

/// Builds [`Client2`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct Client2Builder<State = (__rt::NotGiven,)> {
    request: Client2,
    state: __rt::PhantomData<State>,
}

impl<NewState> Client2Builder<(NewState,)> {
    /// On the wire: `new`.
    #[inline]
    pub fn new(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> Client2Builder<(__rt::Given,)>
    where
        NewState: __rt::NotYetGiven,
    {
        self.request.new = __rt::Into::into(value);
        Client2Builder {
            request: self.request,
            state: __rt::PhantomData,
        }
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Client2
    where
        NewState: client2::NewGiven,
    {
        self.request
    }
}

/// `Result` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Result {
    /// On the wire: `ok`.
    pub ok: __rt::String,
    /// On the wire: `Err`.
    pub err: __rt::Option<self::Option>,
}

impl __rt::Debug for Result {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Result", self, f)
    }
}

impl __rt::PartialEq for Result {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

impl Result {
    /// Builds [`Result`].
    #[inline]
    pub fn builder() -> ResultBuilder {
        ResultBuilder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        Self {
            ok: __rt::String::new(),
            err: __rt::None,
        }
    }
}

impl __rt::Tabled for Result {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Required, Table};
        &Table {
            fields: &[Required("ok=", &[]), Optional("Err=", &[])],
            order: "\u{1}\0",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.ok),
            1 => Encode::encode(&self.err),
            _ => __rt::Value::Absent,
        }
    }
}

impl __rt::Encode for Result {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
    }
}

/// What [`Result`](super::Result) must be given, a bound each.
pub mod result {
    /// `ok` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Result` needs `ok`",
        label = "add `.ok(..)` before this call",
        note = "`ok` is required (String): "
    )]
    pub trait OkGiven {}
    #[diagnostic::do_not_recommend]
    impl OkGiven for super::__rt::Given {}
}

/// Builds [`Result`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct ResultBuilder<State = (__rt::NotGiven,)> {
    request: Result,
    state: __rt::PhantomData<State>,
}

impl<OkState> ResultBuilder<(OkState,)> {
    /// On the wire: `ok`.
    #[inline]
    pub fn ok(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> ResultBuilder<(__rt::Given,)>
    where
        OkState: __rt::NotYetGiven,
    {
        self.request.ok = __rt::Into::into(value);
        ResultBuilder {
            request: self.request,
            state: __rt::PhantomData,
        }
    }

    /// On the wire: `Err`.
    #[inline]
    pub fn err(mut self, value: self::Option) -> Self {
        self.request.err = __rt::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Result
    where
        OkState: result::OkGiven,
    {
        self.request
    }
}

/// `Option` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Option {
    /// On the wire: `some`.
    pub some: __rt::Option<__rt::Box<self::Option>>,
    /// On the wire: `Self`.
    pub self_: __rt::Option<__rt::String>,
}

impl __rt::Debug for Option {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Option", self, f)
    }
}

impl __rt::PartialEq for Option {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

impl Option {
    /// Builds [`Option`].
    #[inline]
    pub fn builder() -> OptionBuilder {
        OptionBuilder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        Self {
            some: __rt::None,
            self_: __rt::None,
        }
    }
}

impl __rt::Tabled for Option {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Table};
        &Table {
            fields: &[Optional("some=", &[]), Optional("Self=", &[])],
            order: "\u{1}\0",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.some),
            1 => Encode::encode(&self.self_),
            _ => __rt::Value::Absent,
        }
    }
}

impl __rt::Encode for Option {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
    }
}

/// Builds [`Option`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct OptionBuilder<State = ()> {
    request: Option,
    state: __rt::PhantomData<State>,
}

impl OptionBuilder<()> {
    /// On the wire: `some`.
    #[inline]
    pub fn some(mut self, value: self::Option) -> Self {
        self.request.some = __rt::Some(__rt::Box::new(value));
        self
    }

    /// On the wire: `Self`.
    #[inline]
    pub fn self_(mut self, value: impl __rt::Into<__rt::String>) -> Self {
        self.request.self_ = __rt::Some(__rt::Into::into(value));
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Option {
        self.request
    }
}

/// `Builder` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Builder {
    /// On the wire: `via`.
    pub via: __rt::String,
    /// On the wire: `build`.
    pub build_: i64,
}

impl __rt::Debug for Builder {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Builder", self, f)
    }
}

impl __rt::PartialEq for Builder {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

impl Builder {
    /// Builds [`Builder`].
    #[inline]
    pub fn builder() -> BuilderBuilder {
        BuilderBuilder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        Self {
            via: __rt::String::new(),
            build_: 0,
        }
    }
}

impl __rt::Tabled for Builder {
    const TABLE: &'static __rt::Table = {
        use __rt::{Required, Table};
        &Table {
            fields: &[Required("via=", &[]), Required("build=", &[])],
            order: "\u{1}\0",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.via),
            1 => Encode::encode(&self.build_),
            _ => __rt::Value::Absent,
        }
    }
}

impl __rt::Encode for Builder {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
    }
}

/// What [`Builder`](super::Builder) must be given, a bound each.
pub mod builder_ {
    /// `via` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Builder` needs `via`",
        label = "add `.via(..)` before this call",
        note = "`via` is required (String): "
    )]
    pub trait ViaGiven {}
    #[diagnostic::do_not_recommend]
    impl ViaGiven for super::__rt::Given {}
    /// `build` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Builder` needs `build`",
        label = "add `.build_(..)` before this call",
        note = "`build` is required (Integer): "
    )]
    pub trait BuildGiven {}
    #[diagnostic::do_not_recommend]
    impl BuildGiven for super::__rt::Given {}
}

/// Builds [`Builder`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct BuilderBuilder<State = (__rt::NotGiven, __rt::NotGiven)> {
    request: Builder,
    state: __rt::PhantomData<State>,
}

impl<ViaState, BuildState> BuilderBuilder<(ViaState, BuildState)> {
    /// On the wire: `via`.
    #[inline]
    pub fn via(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> BuilderBuilder<(__rt::Given, BuildState)>
    where
        ViaState: __rt::NotYetGiven,
    {
        self.request.via = __rt::Into::into(value);
        BuilderBuilder {
            request: self.request,
            state: __rt::PhantomData,
        }
    }

    /// On the wire: `build`.
    #[inline]
    pub fn build_(mut self, value: i64) -> BuilderBuilder<(ViaState, __rt::Given)>
    where
        BuildState: __rt::NotYetGiven,
    {
        self.request.build_ = value;
        BuilderBuilder {
            request: self.request,
            state: __rt::PhantomData,
        }
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Builder
    where
        ViaState: builder_::ViaGiven,
        BuildState: builder_::BuildGiven,
    {
        self.request
    }
}

/// `Default` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Default {
    /// On the wire: `default`.
    pub default: __rt::Option<i64>,
}

impl __rt::Debug for Default {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Default", self, f)
    }
}

impl __rt::PartialEq for Default {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

impl Default {
    /// Builds [`Default`].
    #[inline]
    pub fn builder() -> DefaultBuilder {
        DefaultBuilder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        Self { default: __rt::None }
    }
}

impl __rt::Tabled for Default {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Table};
        &Table {
            fields: &[Optional("default=", &[])],
            order: "\0",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.default),
            _ => __rt::Value::Absent,
        }
    }
}

impl __rt::Encode for Default {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
    }
}

/// Builds [`Default`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct DefaultBuilder<State = ()> {
    request: Default,
    state: __rt::PhantomData<State>,
}

impl DefaultBuilder<()> {
    /// On the wire: `default`.
    #[inline]
    pub fn default(mut self, value: i64) -> Self {
        self.request.default = __rt::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Default {
        self.request
    }
}

/// `None` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct None {
    /// On the wire: `none`.
    pub none: __rt::Option<bool>,
}

impl __rt::Debug for None {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("None", self, f)
    }
}

impl __rt::PartialEq for None {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

impl None {
    /// Builds [`None`].
    #[inline]
    pub fn builder() -> NoneBuilder {
        NoneBuilder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        Self { none: __rt::None }
    }
}

impl __rt::Tabled for None {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Table};
        &Table {
            fields: &[Optional("none=", &[])],
            order: "\0",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.none),
            _ => __rt::Value::Absent,
        }
    }
}

impl __rt::Encode for None {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
    }
}

/// Builds [`None`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct NoneBuilder<State = ()> {
    request: None,
    state: __rt::PhantomData<State>,
}

impl NoneBuilder<()> {
    /// On the wire: `none`.
    #[inline]
    pub fn none(mut self, value: bool) -> Self {
        self.request.none = __rt::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> None {
        self.request
    }
}

/// Open: a value that no page lists is kept in `Other`.
#[derive(__rt::Debug, __rt::Clone, __rt::PartialEq, __rt::Eq, __rt::Hash)]
#[non_exhaustive]
pub enum Type {
    /// A keyword.
    ///
    /// `type` on the wire.
    Type,
    /// A variant of somebody else's.
    ///
    /// `None` on the wire.
    None,
    /// The variant that takes what is not known.
    ///
    /// `Other` on the wire.
    Other_,
    /// No identifier at all.
    ///
    /// `Self` on the wire.
    Self_,
    /// Begins with a digit.
    ///
    /// `3gp` on the wire.
    V3gp,
    /// A value that the page does not list, as it came.
    Other(__rt::String),
}

impl Type {
    /// The value on the wire.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Type => "type",
            Self::None => "None",
            Self::Other_ => "Other",
            Self::Self_ => "Self",
            Self::V3gp => "3gp",
            Self::Other(value) => value.as_str(),
        }
    }
}

impl __rt::Default for Type {
    #[inline]
    fn default() -> Self {
        Self::Other(__rt::String::new())
    }
}

impl __rt::From<&str> for Type {
    #[inline]
    fn from(value: &str) -> Self {
        match value {
            "type" => Self::Type,
            "None" => Self::None,
            "Other" => Self::Other_,
            "Self" => Self::Self_,
            "3gp" => Self::V3gp,
            other => Self::Other(__rt::ToOwned::to_owned(other)),
        }
    }
}

impl __rt::Encode for Type {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Text(self.as_str())
    }
}

impl __rt::Decode for Type {
    #[inline]
    fn slot(&mut self) -> __rt::Slot<'_> {
        __rt::Slot::Choice(self)
    }
}

impl __rt::ChoiceSlot for Type {
    #[inline]
    fn choose(&mut self, value: &str) {
        *self = __rt::From::from(value);
    }
}

/// `String` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct String {
    /// On the wire: `str`.
    pub str: __rt::String,
    /// On the wire: `Vec`.
    pub vec: __rt::Option<__rt::Box<self::Vec>>,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for String {
    #[inline]
    fn default() -> Self {
        Self {
            str: __rt::String::new(),
            vec: __rt::None,
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Debug for String {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("String", self, f)
    }
}

impl __rt::PartialEq for String {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

impl __rt::Shaped for String {
    const SHAPE: __rt::Shape = {
        use __rt::{Always, Sometimes};
        &[Always("str"), Sometimes("Vec")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.str),
            1 => Encode::encode(&self.vec),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.str),
            1 => Decode::slot(&mut self.vec),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Encode for String {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Answer(self)
    }
}

impl __rt::Decode for String {
    #[inline]
    fn slot(&mut self) -> __rt::Slot<'_> {
        __rt::Slot::Record(self)
    }
}

/// `Vec` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Vec {
    /// On the wire: `Box`.
    pub r#box: __rt::Option<__rt::Box<self::String>>,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for Vec {
    #[inline]
    fn default() -> Self {
        Self {
            r#box: __rt::None,
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Debug for Vec {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("Vec", self, f)
    }
}

impl __rt::PartialEq for Vec {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

impl __rt::Shaped for Vec {
    const SHAPE: __rt::Shape = {
        use __rt::Sometimes;
        &[Sometimes("Box")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.r#box),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.r#box),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Encode for Vec {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Answer(self)
    }
}

impl __rt::Decode for Vec {
    #[inline]
    fn slot(&mut self) -> __rt::Slot<'_> {
        __rt::Slot::Record(self)
    }
}

#[cfg(test)]
mod _page_examples {
    #![allow(deprecated)]
    use super::__rt;
    #[test]
    fn client_example_1() {
        __rt::example::request(
            &super::Client_::builder()
                .client(super::Client2::builder().new("c").build())
                .request("r")
                .result([
                    super::Result::builder()
                        .ok("o")
                        .err(
                            super::Option::builder()
                                .some(super::Option::builder().self_("x").build())
                                .build(),
                        )
                        .build(),
                ])
                .self_("s")
                .r#type("Other")
                .builder(super::Builder::builder().via("b").build_(1i64).build())
                .send_(true)
                .build_(7i64)
                .default(super::Default::builder().default(1i64).build())
                .none(super::None::builder().none(true).build())
                .value("v")
                .r#async([super::Option::builder().self_("a").build()])
                .build(),
            "Action=Client&Default.default=1&None.none=true&async.1.Self=a&build=7&builder.build=1&builder.via=b&client.new=c&request=r&result.0.Err.some.Self=x&result.0.ok=o&self=s&send=1&type=Other&value=v",
        );
        __rt::example::response::<
            super::Client_,
        >(
            "{\"code\": 0, \"unknown\": \"u\", \"self\": \"s\", \"fn\": {\"str\": \"t\", \"Vec\": {\"Box\": {\"str\": \"b\"}}}, \"create_time\": \"now\"}",
        );
    }

    #[test]
    fn send_example_1() {
        __rt::example::request(&super::Send::builder().build(), "Action=Send");
        __rt::example::response::<super::Send>("{\"code\": 0, \"taskId\": \"t\"}");
    }

    #[test]
    fn clone_example_1() {
        __rt::example::request(&super::Clone::builder().build(), "Action=Clone");
        __rt::example::response::<super::Clone>("{\"code\": 0, \"taskId\": \"t\"}");
    }

    #[test]
    fn new_example_1() {
        __rt::example::request(&super::New::builder().build(), "Action=New");
        __rt::example::response::<super::New>("{\"code\": 0, \"taskId\": \"t\"}");
    }
}
