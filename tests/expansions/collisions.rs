// Made of tests/pages/collisions by `BLESS=1 cargo test -p vod-tests`.

/// A client for Collisions. Cheap to clone: clones share connections and settings.
///
/// Words that a generator itself would like to use. The pages are right, and so must be what is made
/// of them.
#[derive(::core::fmt::Debug, ::core::clone::Clone)]
pub struct Client {
    runtime: ::vod_api::Runtime,
}

impl Client {
    /// A client that signs with a credential and has defaults for everything else.
    pub fn new(
        credential: ::vod_api::Credential,
    ) -> ::core::result::Result<Self, ::vod_api::Error> {
        Self::builder().credential(credential).build()
    }

    /// Sets up a client.
    #[must_use]
    pub fn builder() -> ::vod_api::Builder<Self> {
        ::vod_api::Builder::new()
    }

    /// Validates and signs a request without sending it.
    pub fn sign<A: ::vod_api::Action>(
        &self,
        request: &A,
    ) -> ::core::result::Result<::vod_api::HttpRequest, ::vod_api::Error> {
        self.runtime.prepare(request, ::vod_api::Stamp::now())?.into_http()
    }

    /// Sends a request that was built before: await it for the response.
    pub fn send<A: ::vod_api::Action>(
        &self,
        request: A,
    ) -> ::vod_api::Sending<'_, A::Response> {
        self.runtime.send(request)
    }

    /// What this client shares with its clones and with the clients made from it.
    #[must_use]
    pub fn runtime(&self) -> &::vod_api::Runtime {
        &self.runtime
    }

    /// An Action that is called like the client.
    #[deprecated(note = "Use Send")]
    pub fn client(&self) -> ClientBuilder<&::vod_api::Runtime> {
        ClientBuilder {
            request: Client_::vacant(),
            via: &self.runtime,
            state: ::core::marker::PhantomData,
        }
    }

    /// An Action that is called like a method of every client.
    pub fn send_(&self) -> SendBuilder<&::vod_api::Runtime> {
        SendBuilder {
            request: Send::vacant(),
            via: &self.runtime,
            state: ::core::marker::PhantomData,
        }
    }

    /// An Action that is called like a method of every client.
    pub fn clone_(&self) -> CloneBuilder<&::vod_api::Runtime> {
        CloneBuilder {
            request: Clone::vacant(),
            via: &self.runtime,
            state: ::core::marker::PhantomData,
        }
    }

    /// An Action that is called like a method of every client.
    pub fn new_(&self) -> NewBuilder<&::vod_api::Runtime> {
        NewBuilder {
            request: New::vacant(),
            via: &self.runtime,
            state: ::core::marker::PhantomData,
        }
    }
}

impl ::core::convert::From<::vod_api::Runtime> for Client {
    fn from(runtime: ::vod_api::Runtime) -> Self {
        Self { runtime }
    }
}

impl ::core::convert::AsRef<::vod_api::Runtime> for Client {
    fn as_ref(&self) -> &::vod_api::Runtime {
        &self.runtime
    }
}

impl<T: ::core::convert::AsRef<::vod_api::Runtime>> ::core::convert::From<&T>
for Client {
    fn from(client: &T) -> Self {
        Self {
            runtime: ::core::clone::Clone::clone(::core::convert::AsRef::as_ref(client)),
        }
    }
}

/// What the index page states of the service.
pub static SERVICE: ::vod_api::Service = ::vod_api::Service {
    endpoint: "https://vod.api.qcloud.com/v2/index.php",
    errors: &[],
};

/// An Action that is called like the client.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Client_ {
    /// The struct whose name comes nearest.
    ///
    /// On the wire: `client`.
    pub client: self::Client2,
    /// The word of a builder's field.
    ///
    /// On the wire: `request`; not empty.
    pub request: ::std::string::String,
    /// Results.
    ///
    /// On the wire: `result`.
    pub result: ::std::vec::Vec<self::Result>,
    /// No raw identifier can be made of it.
    ///
    /// On the wire: `self`.
    pub self_: ::std::string::String,
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
    pub build_: ::core::option::Option<i64>,
    /// Another still.
    ///
    /// On the wire: `extra`.
    pub extra_: ::core::option::Option<::std::string::String>,
    /// A field of every answer.
    ///
    /// On the wire: `unknown`.
    pub unknown_: ::core::option::Option<::std::string::String>,
    /// A trait.
    ///
    /// On the wire: `Default`.
    pub default: ::core::option::Option<self::Default>,
    /// A variant.
    ///
    /// On the wire: `None`.
    pub none: ::core::option::Option<self::None>,
    /// A field of the builder.
    ///
    /// On the wire: `via`.
    pub via: ::core::option::Option<::std::string::String>,
    /// The same word with a capital.
    ///
    /// On the wire: `Via`.
    pub via_2: ::core::option::Option<::std::string::String>,
    /// And one more.
    ///
    /// On the wire: `state`.
    pub state: ::core::option::Option<::std::string::String>,
    /// The word of a setter's argument.
    ///
    /// On the wire: `value`.
    pub value: ::std::string::String,
    /// The word of a match.
    ///
    /// On the wire: `field`.
    pub field: ::core::option::Option<::std::string::String>,
    /// A younger keyword.
    ///
    /// On the wire: `async`; first item is number 1 on the wire.
    pub r#async: ::core::option::Option<::std::vec::Vec<self::Option>>,
    /// Parameters that the page does not know; sent and signed along.
    pub extra: ::vod_api::Extra,
}

impl Client_ {
    /// Builds [`Client_`]; `client.client()` gives a builder that also sends.
    #[deprecated(note = "Use Send")]
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            request: Self::vacant(),
            via: (),
            state: ::core::marker::PhantomData,
        }
    }

    /// Holds every rule of the page against the parameters: all violations, or none.
    pub fn validate(&self) -> ::core::result::Result<(), ::vod_api::InvalidParameters> {
        ::vod_api::__rt::validate(<Self as ::vod_api::Action>::INFO.name, self)
    }

    fn vacant() -> Self {
        Self {
            client: self::Client2::vacant(),
            request: ::std::string::String::new(),
            result: ::std::vec::Vec::new(),
            self_: ::std::string::String::new(),
            r#type: self::Type::Other(::std::string::String::new()),
            builder: self::Builder::vacant(),
            send_: false,
            build_: ::core::option::Option::None,
            extra_: ::core::option::Option::None,
            unknown_: ::core::option::Option::None,
            default: ::core::option::Option::None,
            none: ::core::option::Option::None,
            via: ::core::option::Option::None,
            via_2: ::core::option::Option::None,
            state: ::core::option::Option::None,
            value: ::std::string::String::new(),
            field: ::core::option::Option::None,
            r#async: ::core::option::Option::None,
            extra: ::vod_api::Extra::new(),
        }
    }
}

impl ::vod_api::__rt::Params for Client_ {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Common, Field, Rule, Step, Table};
        static TABLE: Table = Table {
            fields: &[
                Field::new("client=").required(),
                Field::new("request=").required().rules(&[Rule::NotEmpty]),
                Field::new("result=").required(),
                Field::new("self=").required(),
                Field::new("type=").required(),
                Field::new("builder=").required(),
                Field::new("send=").required(),
                Field::new("build="),
                Field::new("extra="),
                Field::new("unknown="),
                Field::new("Default="),
                Field::new("None="),
                Field::new("via="),
                Field::new("Via="),
                Field::new("state="),
                Field::new("value=").required(),
                Field::new("field="),
                Field::new("async=").first(1),
            ],
            order: &[
                Step::Common(Common::Action),
                Step::Own(10),
                Step::Common(Common::Nonce),
                Step::Own(11),
                Step::Common(Common::Region),
                Step::Common(Common::SecretId),
                Step::Common(Common::SignatureMethod),
                Step::Common(Common::Timestamp),
                Step::Common(Common::Token),
                Step::Own(13),
                Step::Own(17),
                Step::Own(7),
                Step::Own(5),
                Step::Own(0),
                Step::Own(8),
                Step::Own(16),
                Step::Own(1),
                Step::Own(2),
                Step::Own(3),
                Step::Own(6),
                Step::Own(14),
                Step::Own(4),
                Step::Own(9),
                Step::Own(15),
                Step::Own(12),
            ],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.client),
            1 => Encode::encode(&self.request),
            2 => Encode::encode(&self.result),
            3 => Encode::encode(&self.self_),
            4 => Encode::encode(&self.r#type),
            5 => Encode::encode(&self.builder),
            6 => ::vod_api::__rt::flag(::core::option::Option::Some(self.send_)),
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
            _ => ::vod_api::__rt::Value::Absent,
        }
    }

    fn extra(&self) -> ::core::option::Option<&::vod_api::Extra> {
        ::core::option::Option::Some(&self.extra)
    }
}

impl ::core::fmt::Debug for Client_ {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Client_", self, f)
    }
}

impl ::core::cmp::PartialEq for Client_ {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
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
    impl ClientGiven for ::vod_api::Given {}
    /// `client` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`client` of `Client_` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait ClientNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl ClientNotYetGiven for ::vod_api::NotGiven {}
    /// `request` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `request`",
        label = "add `.request(..)` before this call",
        note = "`request` is required (String): The word of a builder's field"
    )]
    pub trait RequestGiven {}
    #[diagnostic::do_not_recommend]
    impl RequestGiven for ::vod_api::Given {}
    /// `request` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`request` of `Client_` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait RequestNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl RequestNotYetGiven for ::vod_api::NotGiven {}
    /// `result` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `result`",
        label = "add `.result(..)` before this call",
        note = "`result` is required (Array of Result): Results"
    )]
    pub trait ResultGiven {}
    #[diagnostic::do_not_recommend]
    impl ResultGiven for ::vod_api::Given {}
    /// `result` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`result` of `Client_` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait ResultNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl ResultNotYetGiven for ::vod_api::NotGiven {}
    /// `self` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `self`",
        label = "add `.self_(..)` before this call",
        note = "`self` is required (String): No raw identifier can be made of it"
    )]
    pub trait SelfGiven {}
    #[diagnostic::do_not_recommend]
    impl SelfGiven for ::vod_api::Given {}
    /// `self` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`self` of `Client_` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait SelfNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl SelfNotYetGiven for ::vod_api::NotGiven {}
    /// `type` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `type`",
        label = "add `.r#type(..)` before this call",
        note = "`type` is required (Type): A keyword"
    )]
    pub trait TypeGiven {}
    #[diagnostic::do_not_recommend]
    impl TypeGiven for ::vod_api::Given {}
    /// `type` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`type` of `Client_` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait TypeNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl TypeNotYetGiven for ::vod_api::NotGiven {}
    /// `builder` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `builder`",
        label = "add `.builder(..)` before this call",
        note = "`builder` is required (Builder): A struct that is called like what builds it"
    )]
    pub trait BuilderGiven {}
    #[diagnostic::do_not_recommend]
    impl BuilderGiven for ::vod_api::Given {}
    /// `builder` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`builder` of `Client_` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait BuilderNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl BuilderNotYetGiven for ::vod_api::NotGiven {}
    /// `send` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `send`",
        label = "add `.send_(..)` before this call",
        note = "`send` is required (Boolean): A method of the builder"
    )]
    pub trait SendGiven {}
    #[diagnostic::do_not_recommend]
    impl SendGiven for ::vod_api::Given {}
    /// `send` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`send` of `Client_` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait SendNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl SendNotYetGiven for ::vod_api::NotGiven {}
    /// `value` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Client_` needs `value`",
        label = "add `.value(..)` before this call",
        note = "`value` is required (String): The word of a setter's argument"
    )]
    pub trait ValueGiven {}
    #[diagnostic::do_not_recommend]
    impl ValueGiven for ::vod_api::Given {}
    /// `value` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`value` of `Client_` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait ValueNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl ValueNotYetGiven for ::vod_api::NotGiven {}
}

/// Builds [`Client_`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct ClientBuilder<
    Via = (),
    ClientState = ::vod_api::NotGiven,
    RequestState = ::vod_api::NotGiven,
    ResultState = ::vod_api::NotGiven,
    SelfState = ::vod_api::NotGiven,
    TypeState = ::vod_api::NotGiven,
    BuilderState = ::vod_api::NotGiven,
    SendState = ::vod_api::NotGiven,
    ValueState = ::vod_api::NotGiven,
> {
    request: Client_,
    via: Via,
    #[allow(clippy::type_complexity)]
    state: ::core::marker::PhantomData<
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
    >,
}

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
    ClientState,
    RequestState,
    ResultState,
    SelfState,
    TypeState,
    BuilderState,
    SendState,
    ValueState,
> {
    /// The struct whose name comes nearest.
    ///
    /// On the wire: `client`.
    pub fn client(
        mut self,
        value: self::Client2,
    ) -> ClientBuilder<
        Via,
        ::vod_api::Given,
        RequestState,
        ResultState,
        SelfState,
        TypeState,
        BuilderState,
        SendState,
        ValueState,
    >
    where
        ClientState: client::ClientNotYetGiven,
    {
        self.request.client = value;
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// The word of a builder's field.
    ///
    /// On the wire: `request`; not empty.
    pub fn request(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> ClientBuilder<
        Via,
        ClientState,
        ::vod_api::Given,
        ResultState,
        SelfState,
        TypeState,
        BuilderState,
        SendState,
        ValueState,
    >
    where
        RequestState: client::RequestNotYetGiven,
    {
        self.request.request = ::core::convert::Into::into(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// Results.
    ///
    /// On the wire: `result`.
    pub fn result(
        mut self,
        value: impl ::core::iter::IntoIterator<Item = self::Result>,
    ) -> ClientBuilder<
        Via,
        ClientState,
        RequestState,
        ::vod_api::Given,
        SelfState,
        TypeState,
        BuilderState,
        SendState,
        ValueState,
    >
    where
        ResultState: client::ResultNotYetGiven,
    {
        self.request.result = ::vod_api::__rt::list(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// No raw identifier can be made of it.
    ///
    /// On the wire: `self`.
    pub fn self_(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> ClientBuilder<
        Via,
        ClientState,
        RequestState,
        ResultState,
        ::vod_api::Given,
        TypeState,
        BuilderState,
        SendState,
        ValueState,
    >
    where
        SelfState: client::SelfNotYetGiven,
    {
        self.request.self_ = ::core::convert::Into::into(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// A keyword.
    ///
    /// On the wire: `type`.
    pub fn r#type(
        mut self,
        value: impl ::core::convert::Into<self::Type>,
    ) -> ClientBuilder<
        Via,
        ClientState,
        RequestState,
        ResultState,
        SelfState,
        ::vod_api::Given,
        BuilderState,
        SendState,
        ValueState,
    >
    where
        TypeState: client::TypeNotYetGiven,
    {
        self.request.r#type = ::core::convert::Into::into(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// A struct that is called like what builds it.
    ///
    /// On the wire: `builder`.
    pub fn builder(
        mut self,
        value: self::Builder,
    ) -> ClientBuilder<
        Via,
        ClientState,
        RequestState,
        ResultState,
        SelfState,
        TypeState,
        ::vod_api::Given,
        SendState,
        ValueState,
    >
    where
        BuilderState: client::BuilderNotYetGiven,
    {
        self.request.builder = value;
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// A method of the builder.
    ///
    /// On the wire: `send`; flag.
    pub fn send_(
        mut self,
        value: bool,
    ) -> ClientBuilder<
        Via,
        ClientState,
        RequestState,
        ResultState,
        SelfState,
        TypeState,
        BuilderState,
        ::vod_api::Given,
        ValueState,
    >
    where
        SendState: client::SendNotYetGiven,
    {
        self.request.send_ = value;
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// Another.
    ///
    /// On the wire: `build`.
    pub fn build_(mut self, value: i64) -> Self {
        self.request.build_ = ::core::option::Option::Some(value);
        self
    }

    /// Another still.
    ///
    /// On the wire: `extra`.
    pub fn extra_(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.extra_ = ::core::option::Option::Some(
            ::core::convert::Into::into(value),
        );
        self
    }

    /// A field of every answer.
    ///
    /// On the wire: `unknown`.
    pub fn unknown_(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.unknown_ = ::core::option::Option::Some(
            ::core::convert::Into::into(value),
        );
        self
    }

    /// A trait.
    ///
    /// On the wire: `Default`.
    pub fn default(mut self, value: self::Default) -> Self {
        self.request.default = ::core::option::Option::Some(value);
        self
    }

    /// A variant.
    ///
    /// On the wire: `None`.
    pub fn none(mut self, value: self::None) -> Self {
        self.request.none = ::core::option::Option::Some(value);
        self
    }

    /// A field of the builder.
    ///
    /// On the wire: `via`.
    pub fn via(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.via = ::core::option::Option::Some(
            ::core::convert::Into::into(value),
        );
        self
    }

    /// The same word with a capital.
    ///
    /// On the wire: `Via`.
    pub fn via_2(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.via_2 = ::core::option::Option::Some(
            ::core::convert::Into::into(value),
        );
        self
    }

    /// And one more.
    ///
    /// On the wire: `state`.
    pub fn state(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.state = ::core::option::Option::Some(
            ::core::convert::Into::into(value),
        );
        self
    }

    /// The word of a setter's argument.
    ///
    /// On the wire: `value`.
    pub fn value(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> ClientBuilder<
        Via,
        ClientState,
        RequestState,
        ResultState,
        SelfState,
        TypeState,
        BuilderState,
        SendState,
        ::vod_api::Given,
    >
    where
        ValueState: client::ValueNotYetGiven,
    {
        self.request.value = ::core::convert::Into::into(value);
        ClientBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// The word of a match.
    ///
    /// On the wire: `field`.
    pub fn field(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.field = ::core::option::Option::Some(
            ::core::convert::Into::into(value),
        );
        self
    }

    /// A younger keyword.
    ///
    /// On the wire: `async`; first item is number 1 on the wire.
    pub fn r#async(
        mut self,
        value: impl ::core::iter::IntoIterator<Item = self::Option>,
    ) -> Self {
        self.request.r#async = ::core::option::Option::Some(
            ::vod_api::__rt::list(value),
        );
        self
    }

    /// Adds a parameter that the page does not know, by its name on the wire.
    pub fn extra(
        mut self,
        name: impl ::core::convert::Into<::std::string::String>,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.extra.set(name, value);
        self
    }

    /// The request as data.
    #[must_use]
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
    &'c ::vod_api::Runtime,
    ClientState,
    RequestState,
    ResultState,
    SelfState,
    TypeState,
    BuilderState,
    SendState,
    ValueState,
> {
    /// Validates, signs and sends the request: await it for [`ClientResponse`].
    pub fn send(self) -> ::vod_api::Sending<'c, ClientResponse>
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
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::default::Default
)]
#[non_exhaustive]
pub struct ClientResponse {
    /// Not what is unknown.
    ///
    /// On the wire: `unknown`.
    pub unknown_: ::std::string::String,
    /// Not the answer itself.
    ///
    /// On the wire: `self`.
    pub self_: ::core::option::Option<::vod_api::Secret>,
    /// Neither text.
    ///
    /// On the wire: `fn`.
    pub r#fn: ::core::option::Option<self::String>,
    /// In the vendor's other spelling.
    ///
    /// On the wire: `create_time`.
    pub create_time: ::core::option::Option<::std::string::String>,
    /// What came and is not on the page.
    pub unknown: ::vod_api::Unknown,
}

impl ::vod_api::__rt::Record for ClientResponse {
    fn shape(&self) -> &'static ::vod_api::__rt::Shape {
        use ::vod_api::__rt::{FieldShape, Shape};
        static SHAPE: Shape = Shape {
            fields: &[
                FieldShape::always("unknown"),
                FieldShape::sometimes("self"),
                FieldShape::sometimes("fn"),
                FieldShape::sometimes("create_time"),
            ],
        };
        &SHAPE
    }

    fn slot(&mut self, field: usize) -> ::vod_api::__rt::Slot<'_> {
        use ::vod_api::__rt::Decode;
        match field {
            0 => Decode::slot(&mut self.unknown_),
            1 => Decode::slot(&mut self.self_),
            2 => Decode::slot(&mut self.r#fn),
            3 => Decode::slot(&mut self.create_time),
            _ => ::vod_api::__rt::Slot::None,
        }
    }

    fn unknown(&mut self) -> &mut ::vod_api::Unknown {
        &mut self.unknown
    }
}

/// Codes that `Client` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash
)]
#[non_exhaustive]
pub enum ClientCode {
    /// 1: Not the variant that takes what is not known.
    Other_,
    /// 2: Not the common codes.
    Common_,
    /// A code that any Action may answer.
    Common(::vod_api::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(::std::string::String),
}

impl ::vod_api::ErrorCode for ClientCode {
    fn from_code(code: &str) -> Self {
        match code {
            "1" => Self::Other_,
            "2" => Self::Common_,
            _ => {
                match <::vod_api::v2::CommonCode as ::vod_api::ErrorCode>::from_code(
                    code,
                ) {
                    ::vod_api::v2::CommonCode::Other(code) => Self::Other(code),
                    code => Self::Common(code),
                }
            }
        }
    }

    fn code(&self) -> &str {
        match self {
            Self::Other_ => "1",
            Self::Common_ => "2",
            Self::Common(code) => ::vod_api::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl ::vod_api::Action for Client_ {
    type Response = ClientResponse;
    type Code = ClientCode;
    const INFO: &'static ::vod_api::ActionInfo = &::vod_api::ActionInfo::new(
        "Client",
        &self::SERVICE,
        &[
            ::vod_api::CodeInfo::new(
                "1",
                "Not the variant that takes what is not known",
            ),
            ::vod_api::CodeInfo::new("2", "Not the common codes"),
        ],
    );
}

/// An Action that is called like a method of every client.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Send {
    /// Parameters that the page does not know; sent and signed along.
    pub extra: ::vod_api::Extra,
}

impl Send {
    /// Builds [`Send`]; `client.send_()` gives a builder that also sends.
    pub fn builder() -> SendBuilder {
        SendBuilder {
            request: Self::vacant(),
            via: (),
            state: ::core::marker::PhantomData,
        }
    }

    /// Holds every rule of the page against the parameters: all violations, or none.
    pub fn validate(&self) -> ::core::result::Result<(), ::vod_api::InvalidParameters> {
        ::vod_api::__rt::validate(<Self as ::vod_api::Action>::INFO.name, self)
    }

    fn vacant() -> Self {
        Self {
            extra: ::vod_api::Extra::new(),
        }
    }
}

impl ::vod_api::__rt::Params for Send {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Common, Step, Table};
        static TABLE: Table = Table {
            fields: &[],
            order: &[
                Step::Common(Common::Action),
                Step::Common(Common::Nonce),
                Step::Common(Common::Region),
                Step::Common(Common::SecretId),
                Step::Common(Common::SignatureMethod),
                Step::Common(Common::Timestamp),
                Step::Common(Common::Token),
            ],
        };
        &TABLE
    }

    fn value(&self, _: usize) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Absent
    }

    fn extra(&self) -> ::core::option::Option<&::vod_api::Extra> {
        ::core::option::Option::Some(&self.extra)
    }
}

impl ::core::fmt::Debug for Send {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Send", self, f)
    }
}

impl ::core::cmp::PartialEq for Send {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

/// Builds [`Send`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct SendBuilder<Via = ()> {
    request: Send,
    via: Via,
    state: ::core::marker::PhantomData<()>,
}

impl<Via> SendBuilder<Via> {
    /// Adds a parameter that the page does not know, by its name on the wire.
    pub fn extra(
        mut self,
        name: impl ::core::convert::Into<::std::string::String>,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.extra.set(name, value);
        self
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> Send {
        self.request
    }
}

impl<'c> SendBuilder<&'c ::vod_api::Runtime> {
    /// Validates, signs and sends the request: await it for [`SendResponse`].
    pub fn send(self) -> ::vod_api::Sending<'c, SendResponse> {
        self.via.send(self.request)
    }
}

/// The answer to [`Send`].
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::default::Default
)]
#[non_exhaustive]
pub struct SendResponse {
    /// The task.
    ///
    /// On the wire: `taskId`.
    pub task_id: ::std::string::String,
    /// What came and is not on the page.
    pub unknown: ::vod_api::Unknown,
}

impl ::vod_api::__rt::Record for SendResponse {
    fn shape(&self) -> &'static ::vod_api::__rt::Shape {
        use ::vod_api::__rt::{FieldShape, Shape};
        static SHAPE: Shape = Shape {
            fields: &[FieldShape::always("taskId")],
        };
        &SHAPE
    }

    fn slot(&mut self, field: usize) -> ::vod_api::__rt::Slot<'_> {
        use ::vod_api::__rt::Decode;
        match field {
            0 => Decode::slot(&mut self.task_id),
            _ => ::vod_api::__rt::Slot::None,
        }
    }

    fn unknown(&mut self) -> &mut ::vod_api::Unknown {
        &mut self.unknown
    }
}

/// Codes that `Send` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash
)]
#[non_exhaustive]
pub enum SendCode {
    /// A code that any Action may answer.
    Common(::vod_api::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(::std::string::String),
}

impl ::vod_api::ErrorCode for SendCode {
    fn from_code(code: &str) -> Self {
        match <::vod_api::v2::CommonCode as ::vod_api::ErrorCode>::from_code(code) {
            ::vod_api::v2::CommonCode::Other(code) => Self::Other(code),
            code => Self::Common(code),
        }
    }

    fn code(&self) -> &str {
        match self {
            Self::Common(code) => ::vod_api::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl ::vod_api::Action for Send {
    type Response = SendResponse;
    type Code = SendCode;
    const INFO: &'static ::vod_api::ActionInfo = &::vod_api::ActionInfo::new(
        "Send",
        &self::SERVICE,
        &[],
    );
}

/// An Action that is called like a method of every client.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Clone {
    /// Parameters that the page does not know; sent and signed along.
    pub extra: ::vod_api::Extra,
}

impl Clone {
    /// Builds [`Clone`]; `client.clone_()` gives a builder that also sends.
    pub fn builder() -> CloneBuilder {
        CloneBuilder {
            request: Self::vacant(),
            via: (),
            state: ::core::marker::PhantomData,
        }
    }

    /// Holds every rule of the page against the parameters: all violations, or none.
    pub fn validate(&self) -> ::core::result::Result<(), ::vod_api::InvalidParameters> {
        ::vod_api::__rt::validate(<Self as ::vod_api::Action>::INFO.name, self)
    }

    fn vacant() -> Self {
        Self {
            extra: ::vod_api::Extra::new(),
        }
    }
}

impl ::vod_api::__rt::Params for Clone {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Common, Step, Table};
        static TABLE: Table = Table {
            fields: &[],
            order: &[
                Step::Common(Common::Action),
                Step::Common(Common::Nonce),
                Step::Common(Common::Region),
                Step::Common(Common::SecretId),
                Step::Common(Common::SignatureMethod),
                Step::Common(Common::Timestamp),
                Step::Common(Common::Token),
            ],
        };
        &TABLE
    }

    fn value(&self, _: usize) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Absent
    }

    fn extra(&self) -> ::core::option::Option<&::vod_api::Extra> {
        ::core::option::Option::Some(&self.extra)
    }
}

impl ::core::fmt::Debug for Clone {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Clone", self, f)
    }
}

impl ::core::cmp::PartialEq for Clone {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

/// Builds [`Clone`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct CloneBuilder<Via = ()> {
    request: Clone,
    via: Via,
    state: ::core::marker::PhantomData<()>,
}

impl<Via> CloneBuilder<Via> {
    /// Adds a parameter that the page does not know, by its name on the wire.
    pub fn extra(
        mut self,
        name: impl ::core::convert::Into<::std::string::String>,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.extra.set(name, value);
        self
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> Clone {
        self.request
    }
}

impl<'c> CloneBuilder<&'c ::vod_api::Runtime> {
    /// Validates, signs and sends the request: await it for [`CloneResponse`].
    pub fn send(self) -> ::vod_api::Sending<'c, CloneResponse> {
        self.via.send(self.request)
    }
}

/// The answer to [`Clone`].
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::default::Default
)]
#[non_exhaustive]
pub struct CloneResponse {
    /// The task.
    ///
    /// On the wire: `taskId`.
    pub task_id: ::std::string::String,
    /// What came and is not on the page.
    pub unknown: ::vod_api::Unknown,
}

impl ::vod_api::__rt::Record for CloneResponse {
    fn shape(&self) -> &'static ::vod_api::__rt::Shape {
        use ::vod_api::__rt::{FieldShape, Shape};
        static SHAPE: Shape = Shape {
            fields: &[FieldShape::always("taskId")],
        };
        &SHAPE
    }

    fn slot(&mut self, field: usize) -> ::vod_api::__rt::Slot<'_> {
        use ::vod_api::__rt::Decode;
        match field {
            0 => Decode::slot(&mut self.task_id),
            _ => ::vod_api::__rt::Slot::None,
        }
    }

    fn unknown(&mut self) -> &mut ::vod_api::Unknown {
        &mut self.unknown
    }
}

/// Codes that `Clone` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash
)]
#[non_exhaustive]
pub enum CloneCode {
    /// A code that any Action may answer.
    Common(::vod_api::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(::std::string::String),
}

impl ::vod_api::ErrorCode for CloneCode {
    fn from_code(code: &str) -> Self {
        match <::vod_api::v2::CommonCode as ::vod_api::ErrorCode>::from_code(code) {
            ::vod_api::v2::CommonCode::Other(code) => Self::Other(code),
            code => Self::Common(code),
        }
    }

    fn code(&self) -> &str {
        match self {
            Self::Common(code) => ::vod_api::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl ::vod_api::Action for Clone {
    type Response = CloneResponse;
    type Code = CloneCode;
    const INFO: &'static ::vod_api::ActionInfo = &::vod_api::ActionInfo::new(
        "Clone",
        &self::SERVICE,
        &[],
    );
}

/// An Action that is called like a method of every client.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct New {
    /// Parameters that the page does not know; sent and signed along.
    pub extra: ::vod_api::Extra,
}

impl New {
    /// Builds [`New`]; `client.new_()` gives a builder that also sends.
    pub fn builder() -> NewBuilder {
        NewBuilder {
            request: Self::vacant(),
            via: (),
            state: ::core::marker::PhantomData,
        }
    }

    /// Holds every rule of the page against the parameters: all violations, or none.
    pub fn validate(&self) -> ::core::result::Result<(), ::vod_api::InvalidParameters> {
        ::vod_api::__rt::validate(<Self as ::vod_api::Action>::INFO.name, self)
    }

    fn vacant() -> Self {
        Self {
            extra: ::vod_api::Extra::new(),
        }
    }
}

impl ::vod_api::__rt::Params for New {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Common, Step, Table};
        static TABLE: Table = Table {
            fields: &[],
            order: &[
                Step::Common(Common::Action),
                Step::Common(Common::Nonce),
                Step::Common(Common::Region),
                Step::Common(Common::SecretId),
                Step::Common(Common::SignatureMethod),
                Step::Common(Common::Timestamp),
                Step::Common(Common::Token),
            ],
        };
        &TABLE
    }

    fn value(&self, _: usize) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Absent
    }

    fn extra(&self) -> ::core::option::Option<&::vod_api::Extra> {
        ::core::option::Option::Some(&self.extra)
    }
}

impl ::core::fmt::Debug for New {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("New", self, f)
    }
}

impl ::core::cmp::PartialEq for New {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

/// Builds [`New`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct NewBuilder<Via = ()> {
    request: New,
    via: Via,
    state: ::core::marker::PhantomData<()>,
}

impl<Via> NewBuilder<Via> {
    /// Adds a parameter that the page does not know, by its name on the wire.
    pub fn extra(
        mut self,
        name: impl ::core::convert::Into<::std::string::String>,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.extra.set(name, value);
        self
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> New {
        self.request
    }
}

impl<'c> NewBuilder<&'c ::vod_api::Runtime> {
    /// Validates, signs and sends the request: await it for [`NewResponse`].
    pub fn send(self) -> ::vod_api::Sending<'c, NewResponse> {
        self.via.send(self.request)
    }
}

/// The answer to [`New`].
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::default::Default
)]
#[non_exhaustive]
pub struct NewResponse {
    /// The task.
    ///
    /// On the wire: `taskId`.
    pub task_id: ::std::string::String,
    /// What came and is not on the page.
    pub unknown: ::vod_api::Unknown,
}

impl ::vod_api::__rt::Record for NewResponse {
    fn shape(&self) -> &'static ::vod_api::__rt::Shape {
        use ::vod_api::__rt::{FieldShape, Shape};
        static SHAPE: Shape = Shape {
            fields: &[FieldShape::always("taskId")],
        };
        &SHAPE
    }

    fn slot(&mut self, field: usize) -> ::vod_api::__rt::Slot<'_> {
        use ::vod_api::__rt::Decode;
        match field {
            0 => Decode::slot(&mut self.task_id),
            _ => ::vod_api::__rt::Slot::None,
        }
    }

    fn unknown(&mut self) -> &mut ::vod_api::Unknown {
        &mut self.unknown
    }
}

/// Codes that `New` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash
)]
#[non_exhaustive]
pub enum NewCode {
    /// A code that any Action may answer.
    Common(::vod_api::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(::std::string::String),
}

impl ::vod_api::ErrorCode for NewCode {
    fn from_code(code: &str) -> Self {
        match <::vod_api::v2::CommonCode as ::vod_api::ErrorCode>::from_code(code) {
            ::vod_api::v2::CommonCode::Other(code) => Self::Other(code),
            code => Self::Common(code),
        }
    }

    fn code(&self) -> &str {
        match self {
            Self::Common(code) => ::vod_api::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl ::vod_api::Action for New {
    type Response = NewResponse;
    type Code = NewCode;
    const INFO: &'static ::vod_api::ActionInfo = &::vod_api::ActionInfo::new(
        "New",
        &self::SERVICE,
        &[],
    );
}

/// `Client2` on the wire.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Client2 {
    /// On the wire: `new`.
    pub new: ::std::string::String,
}

impl ::core::fmt::Debug for Client2 {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Client2", self, f)
    }
}

impl ::core::cmp::PartialEq for Client2 {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

impl Client2 {
    /// Builds [`Client2`].
    pub fn builder() -> Client2Builder {
        Client2Builder {
            request: Self::vacant(),
            state: ::core::marker::PhantomData,
        }
    }

    fn vacant() -> Self {
        Self {
            new: ::std::string::String::new(),
        }
    }
}

impl ::vod_api::__rt::Params for Client2 {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Field, Step, Table};
        static TABLE: Table = Table {
            fields: &[Field::new("new=").required()],
            order: &[Step::Own(0)],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.new),
            _ => ::vod_api::__rt::Value::Absent,
        }
    }
}

impl ::vod_api::__rt::Encode for Client2 {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Record(self)
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
    impl NewGiven for ::vod_api::Given {}
    /// `new` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`new` of `Client2` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait NewNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl NewNotYetGiven for ::vod_api::NotGiven {}
}

/// Builds [`Client2`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct Client2Builder<NewState = ::vod_api::NotGiven> {
    request: Client2,
    state: ::core::marker::PhantomData<(NewState,)>,
}

impl<NewState> Client2Builder<NewState> {
    /// On the wire: `new`.
    pub fn new(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Client2Builder<::vod_api::Given>
    where
        NewState: client2::NewNotYetGiven,
    {
        self.request.new = ::core::convert::Into::into(value);
        Client2Builder {
            request: self.request,
            state: ::core::marker::PhantomData,
        }
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> Client2
    where
        NewState: client2::NewGiven,
    {
        self.request
    }
}

/// `Result` on the wire.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Result {
    /// On the wire: `ok`.
    pub ok: ::std::string::String,
    /// On the wire: `Err`.
    pub err: ::core::option::Option<self::Option>,
}

impl ::core::fmt::Debug for Result {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Result", self, f)
    }
}

impl ::core::cmp::PartialEq for Result {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

impl Result {
    /// Builds [`Result`].
    pub fn builder() -> ResultBuilder {
        ResultBuilder {
            request: Self::vacant(),
            state: ::core::marker::PhantomData,
        }
    }

    fn vacant() -> Self {
        Self {
            ok: ::std::string::String::new(),
            err: ::core::option::Option::None,
        }
    }
}

impl ::vod_api::__rt::Params for Result {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Field, Step, Table};
        static TABLE: Table = Table {
            fields: &[Field::new("ok=").required(), Field::new("Err=")],
            order: &[Step::Own(1), Step::Own(0)],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.ok),
            1 => Encode::encode(&self.err),
            _ => ::vod_api::__rt::Value::Absent,
        }
    }
}

impl ::vod_api::__rt::Encode for Result {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Record(self)
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
    impl OkGiven for ::vod_api::Given {}
    /// `ok` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`ok` of `Result` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait OkNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl OkNotYetGiven for ::vod_api::NotGiven {}
}

/// Builds [`Result`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct ResultBuilder<OkState = ::vod_api::NotGiven> {
    request: Result,
    state: ::core::marker::PhantomData<(OkState,)>,
}

impl<OkState> ResultBuilder<OkState> {
    /// On the wire: `ok`.
    pub fn ok(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> ResultBuilder<::vod_api::Given>
    where
        OkState: result::OkNotYetGiven,
    {
        self.request.ok = ::core::convert::Into::into(value);
        ResultBuilder {
            request: self.request,
            state: ::core::marker::PhantomData,
        }
    }

    /// On the wire: `Err`.
    pub fn err(mut self, value: self::Option) -> Self {
        self.request.err = ::core::option::Option::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> Result
    where
        OkState: result::OkGiven,
    {
        self.request
    }
}

/// `Option` on the wire.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Option {
    /// On the wire: `some`.
    pub some: ::core::option::Option<::std::boxed::Box<self::Option>>,
    /// On the wire: `Self`.
    pub self_: ::core::option::Option<::std::string::String>,
}

impl ::core::fmt::Debug for Option {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Option", self, f)
    }
}

impl ::core::cmp::PartialEq for Option {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

impl Option {
    /// Builds [`Option`].
    pub fn builder() -> OptionBuilder {
        OptionBuilder {
            request: Self::vacant(),
            state: ::core::marker::PhantomData,
        }
    }

    fn vacant() -> Self {
        Self {
            some: ::core::option::Option::None,
            self_: ::core::option::Option::None,
        }
    }
}

impl ::vod_api::__rt::Params for Option {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Field, Step, Table};
        static TABLE: Table = Table {
            fields: &[Field::new("some="), Field::new("Self=")],
            order: &[Step::Own(1), Step::Own(0)],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.some),
            1 => Encode::encode(&self.self_),
            _ => ::vod_api::__rt::Value::Absent,
        }
    }
}

impl ::vod_api::__rt::Encode for Option {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Record(self)
    }
}

/// Builds [`Option`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct OptionBuilder {
    request: Option,
    state: ::core::marker::PhantomData<()>,
}

impl OptionBuilder {
    /// On the wire: `some`.
    pub fn some(mut self, value: self::Option) -> Self {
        self.request.some = ::core::option::Option::Some(::std::boxed::Box::new(value));
        self
    }

    /// On the wire: `Self`.
    pub fn self_(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> Self {
        self.request.self_ = ::core::option::Option::Some(
            ::core::convert::Into::into(value),
        );
        self
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> Option {
        self.request
    }
}

/// `Builder` on the wire.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Builder {
    /// On the wire: `via`.
    pub via: ::std::string::String,
    /// On the wire: `build`.
    pub build_: i64,
}

impl ::core::fmt::Debug for Builder {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Builder", self, f)
    }
}

impl ::core::cmp::PartialEq for Builder {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

impl Builder {
    /// Builds [`Builder`].
    pub fn builder() -> BuilderBuilder {
        BuilderBuilder {
            request: Self::vacant(),
            state: ::core::marker::PhantomData,
        }
    }

    fn vacant() -> Self {
        Self {
            via: ::std::string::String::new(),
            build_: 0,
        }
    }
}

impl ::vod_api::__rt::Params for Builder {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Field, Step, Table};
        static TABLE: Table = Table {
            fields: &[Field::new("via=").required(), Field::new("build=").required()],
            order: &[Step::Own(1), Step::Own(0)],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.via),
            1 => Encode::encode(&self.build_),
            _ => ::vod_api::__rt::Value::Absent,
        }
    }
}

impl ::vod_api::__rt::Encode for Builder {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Record(self)
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
    impl ViaGiven for ::vod_api::Given {}
    /// `via` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`via` of `Builder` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait ViaNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl ViaNotYetGiven for ::vod_api::NotGiven {}
    /// `build` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Builder` needs `build`",
        label = "add `.build_(..)` before this call",
        note = "`build` is required (Integer): "
    )]
    pub trait BuildGiven {}
    #[diagnostic::do_not_recommend]
    impl BuildGiven for ::vod_api::Given {}
    /// `build` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`build` of `Builder` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait BuildNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl BuildNotYetGiven for ::vod_api::NotGiven {}
}

/// Builds [`Builder`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct BuilderBuilder<
    ViaState = ::vod_api::NotGiven,
    BuildState = ::vod_api::NotGiven,
> {
    request: Builder,
    state: ::core::marker::PhantomData<(ViaState, BuildState)>,
}

impl<ViaState, BuildState> BuilderBuilder<ViaState, BuildState> {
    /// On the wire: `via`.
    pub fn via(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> BuilderBuilder<::vod_api::Given, BuildState>
    where
        ViaState: builder_::ViaNotYetGiven,
    {
        self.request.via = ::core::convert::Into::into(value);
        BuilderBuilder {
            request: self.request,
            state: ::core::marker::PhantomData,
        }
    }

    /// On the wire: `build`.
    pub fn build_(mut self, value: i64) -> BuilderBuilder<ViaState, ::vod_api::Given>
    where
        BuildState: builder_::BuildNotYetGiven,
    {
        self.request.build_ = value;
        BuilderBuilder {
            request: self.request,
            state: ::core::marker::PhantomData,
        }
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> Builder
    where
        ViaState: builder_::ViaGiven,
        BuildState: builder_::BuildGiven,
    {
        self.request
    }
}

/// `Default` on the wire.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Default {
    /// On the wire: `default`.
    pub default: ::core::option::Option<i64>,
}

impl ::core::fmt::Debug for Default {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Default", self, f)
    }
}

impl ::core::cmp::PartialEq for Default {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

impl Default {
    /// Builds [`Default`].
    pub fn builder() -> DefaultBuilder {
        DefaultBuilder {
            request: Self::vacant(),
            state: ::core::marker::PhantomData,
        }
    }

    fn vacant() -> Self {
        Self {
            default: ::core::option::Option::None,
        }
    }
}

impl ::vod_api::__rt::Params for Default {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Field, Step, Table};
        static TABLE: Table = Table {
            fields: &[Field::new("default=")],
            order: &[Step::Own(0)],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.default),
            _ => ::vod_api::__rt::Value::Absent,
        }
    }
}

impl ::vod_api::__rt::Encode for Default {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Record(self)
    }
}

/// Builds [`Default`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct DefaultBuilder {
    request: Default,
    state: ::core::marker::PhantomData<()>,
}

impl DefaultBuilder {
    /// On the wire: `default`.
    pub fn default(mut self, value: i64) -> Self {
        self.request.default = ::core::option::Option::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> Default {
        self.request
    }
}

/// `None` on the wire.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct None {
    /// On the wire: `none`.
    pub none: ::core::option::Option<bool>,
}

impl ::core::fmt::Debug for None {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("None", self, f)
    }
}

impl ::core::cmp::PartialEq for None {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

impl None {
    /// Builds [`None`].
    pub fn builder() -> NoneBuilder {
        NoneBuilder {
            request: Self::vacant(),
            state: ::core::marker::PhantomData,
        }
    }

    fn vacant() -> Self {
        Self {
            none: ::core::option::Option::None,
        }
    }
}

impl ::vod_api::__rt::Params for None {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Field, Step, Table};
        static TABLE: Table = Table {
            fields: &[Field::new("none=")],
            order: &[Step::Own(0)],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.none),
            _ => ::vod_api::__rt::Value::Absent,
        }
    }
}

impl ::vod_api::__rt::Encode for None {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Record(self)
    }
}

/// Builds [`None`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct NoneBuilder {
    request: None,
    state: ::core::marker::PhantomData<()>,
}

impl NoneBuilder {
    /// On the wire: `none`.
    pub fn none(mut self, value: bool) -> Self {
        self.request.none = ::core::option::Option::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> None {
        self.request
    }
}

/// Open: a value that no page lists is kept in `Other`.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash
)]
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
    Other(::std::string::String),
}

impl Type {
    /// The value on the wire.
    #[must_use]
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

impl ::core::default::Default for Type {
    fn default() -> Self {
        Self::Other(::std::string::String::new())
    }
}

impl ::core::convert::From<&str> for Type {
    fn from(value: &str) -> Self {
        match value {
            "type" => Self::Type,
            "None" => Self::None,
            "Other" => Self::Other_,
            "Self" => Self::Self_,
            "3gp" => Self::V3gp,
            other => Self::Other(::std::borrow::ToOwned::to_owned(other)),
        }
    }
}

impl ::vod_api::__rt::Encode for Type {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Text(self.as_str())
    }
}

impl ::vod_api::__rt::Decode for Type {
    fn slot(&mut self) -> ::vod_api::__rt::Slot<'_> {
        ::vod_api::__rt::Slot::Choice(self)
    }
}

impl ::vod_api::__rt::ChoiceSlot for Type {
    fn choose(&mut self, value: &str) {
        *self = ::core::convert::From::from(value);
    }
}

/// `String` on the wire.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::default::Default
)]
#[non_exhaustive]
pub struct String {
    /// On the wire: `str`.
    pub str: ::std::string::String,
    /// On the wire: `Vec`.
    pub vec: ::core::option::Option<::std::boxed::Box<self::Vec>>,
    /// What came and is not on the page.
    pub unknown: ::vod_api::Unknown,
}

impl ::vod_api::__rt::Record for String {
    fn shape(&self) -> &'static ::vod_api::__rt::Shape {
        use ::vod_api::__rt::{FieldShape, Shape};
        static SHAPE: Shape = Shape {
            fields: &[FieldShape::always("str"), FieldShape::sometimes("Vec")],
        };
        &SHAPE
    }

    fn slot(&mut self, field: usize) -> ::vod_api::__rt::Slot<'_> {
        use ::vod_api::__rt::Decode;
        match field {
            0 => Decode::slot(&mut self.str),
            1 => Decode::slot(&mut self.vec),
            _ => ::vod_api::__rt::Slot::None,
        }
    }

    fn unknown(&mut self) -> &mut ::vod_api::Unknown {
        &mut self.unknown
    }
}

impl ::vod_api::__rt::Decode for String {
    fn slot(&mut self) -> ::vod_api::__rt::Slot<'_> {
        ::vod_api::__rt::Slot::Record(self)
    }
}

/// `Vec` on the wire.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::default::Default
)]
#[non_exhaustive]
pub struct Vec {
    /// On the wire: `Box`.
    pub r#box: ::core::option::Option<::std::boxed::Box<self::String>>,
    /// What came and is not on the page.
    pub unknown: ::vod_api::Unknown,
}

impl ::vod_api::__rt::Record for Vec {
    fn shape(&self) -> &'static ::vod_api::__rt::Shape {
        use ::vod_api::__rt::{FieldShape, Shape};
        static SHAPE: Shape = Shape {
            fields: &[FieldShape::sometimes("Box")],
        };
        &SHAPE
    }

    fn slot(&mut self, field: usize) -> ::vod_api::__rt::Slot<'_> {
        use ::vod_api::__rt::Decode;
        match field {
            0 => Decode::slot(&mut self.r#box),
            _ => ::vod_api::__rt::Slot::None,
        }
    }

    fn unknown(&mut self) -> &mut ::vod_api::Unknown {
        &mut self.unknown
    }
}

impl ::vod_api::__rt::Decode for Vec {
    fn slot(&mut self) -> ::vod_api::__rt::Slot<'_> {
        ::vod_api::__rt::Slot::Record(self)
    }
}

#[cfg(test)]
mod _page_examples {
    #![allow(deprecated)]
    #[test]
    fn client_example_1() {
        ::vod_api::__rt::example::request(
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
        ::vod_api::__rt::example::response::<
            super::ClientResponse,
        >(
            "{\"code\": 0, \"unknown\": \"u\", \"self\": \"s\", \"fn\": {\"str\": \"t\", \"Vec\": {\"Box\": {\"str\": \"b\"}}}, \"create_time\": \"now\"}",
        );
    }

    #[test]
    fn send_example_1() {
        ::vod_api::__rt::example::request(
            &super::Send::builder().build(),
            "Action=Send",
        );
        ::vod_api::__rt::example::response::<
            super::SendResponse,
        >("{\"code\": 0, \"taskId\": \"t\"}");
    }

    #[test]
    fn clone_example_1() {
        ::vod_api::__rt::example::request(
            &super::Clone::builder().build(),
            "Action=Clone",
        );
        ::vod_api::__rt::example::response::<
            super::CloneResponse,
        >("{\"code\": 0, \"taskId\": \"t\"}");
    }

    #[test]
    fn new_example_1() {
        ::vod_api::__rt::example::request(&super::New::builder().build(), "Action=New");
        ::vod_api::__rt::example::response::<
            super::NewResponse,
        >("{\"code\": 0, \"taskId\": \"t\"}");
    }
}
