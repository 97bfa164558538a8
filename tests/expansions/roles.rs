// Made of tests/pages/roles by `BLESS=1 cargo test -p vod-tests`.

use ::vod_api::__rt as __rt;
/// A client for Roles. Cheap to clone: clones share connections and settings.
///
/// Another service of API 3.0, with a host and a version of its own; pages of the tests.
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

    /// Lends a temporary key pair of a role.
    #[inline]
    pub fn assume_role(&self) -> AssumeRoleBuilder<&__rt::Runtime> {
        AssumeRoleBuilder {
            request: AssumeRole::vacant(),
            via: &self.runtime,
            state: __rt::PhantomData,
        }
    }

    /// Shows what hangs together; an Action of the tests.
    #[inline]
    pub fn describe_tree(&self) -> DescribeTreeBuilder<&__rt::Runtime> {
        DescribeTreeBuilder {
            request: DescribeTree::vacant(),
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
    protocol: __rt::Protocol::V3 {
        version: "2018-08-13",
    },
    endpoint: "https://sts.tencentcloudapi.com",
    errors: &[],
};

/// Lends a temporary key pair of a role.
///
/// Facts: 600 calls in 1 s are allowed; sending it twice does no harm.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct AssumeRole {
    /// The role, such as `qcs::cam::uin/12345678:roleName/uploader`.
    ///
    /// On the wire: `RoleArn`; not empty.
    pub role_arn: __rt::String,
    /// What the session is called in records.
    ///
    /// On the wire: `RoleSessionName`; 2..=128 chars.
    pub role_session_name: __rt::String,
    /// How long the key pair is good.
    ///
    /// On the wire: `DurationSeconds`; 1..=43200; `7200` when not given.
    pub duration_seconds: __rt::Option<u64>,
    /// Labels of the session.
    ///
    /// On the wire: `Tags`; ..=50 items.
    pub tags: __rt::Option<__rt::Vec<self::Tag>>,
    /// Parameters that the page does not know; sent and signed along.
    pub extra: __rt::Extra,
}

impl AssumeRole {
    /// Builds [`AssumeRole`]; `client.assume_role()` gives a builder that also sends.
    #[inline]
    pub fn builder() -> AssumeRoleBuilder {
        AssumeRoleBuilder {
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
            role_arn: __rt::String::new(),
            role_session_name: __rt::String::new(),
            duration_seconds: __rt::None,
            tags: __rt::None,
            extra: __rt::Extra::new(),
        }
    }
}

impl __rt::Tabled for AssumeRole {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Required, Rule, Table};
        &Table {
            fields: &[
                Required("RoleArn", &[Rule::NotEmpty]),
                Required("RoleSessionName", &[Rule::Chars(2, 128)]),
                Optional("DurationSeconds", &[Rule::Within(&[(1, 43200)])]),
                Optional("Tags", &[Rule::Items(0, 50)]),
            ],
            order: "",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.role_arn),
            1 => Encode::encode(&self.role_session_name),
            2 => Encode::encode(&self.duration_seconds),
            3 => Encode::encode(&self.tags),
            _ => __rt::Value::Extra(&self.extra),
        }
    }
}

impl __rt::Debug for AssumeRole {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("AssumeRole", self, f)
    }
}

impl __rt::PartialEq for AssumeRole {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

/// What [`AssumeRole`](super::AssumeRole) must be given, a bound each.
pub mod assume_role {
    /// `RoleArn` has been given.
    #[diagnostic::on_unimplemented(
        message = "`AssumeRole` needs `RoleArn`",
        label = "add `.role_arn(..)` before this call",
        note = "`RoleArn` is required (String): The role, such as `qcs::cam::uin/12345678:roleName/uploader`"
    )]
    pub trait RoleArnGiven {}
    #[diagnostic::do_not_recommend]
    impl RoleArnGiven for super::__rt::Given {}
    /// `RoleSessionName` has been given.
    #[diagnostic::on_unimplemented(
        message = "`AssumeRole` needs `RoleSessionName`",
        label = "add `.role_session_name(..)` before this call",
        note = "`RoleSessionName` is required (String): What the session is called in records"
    )]
    pub trait RoleSessionNameGiven {}
    #[diagnostic::do_not_recommend]
    impl RoleSessionNameGiven for super::__rt::Given {}
}

/// Builds [`AssumeRole`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct AssumeRoleBuilder<Via = (), State = (__rt::NotGiven, __rt::NotGiven)> {
    request: AssumeRole,
    via: Via,
    state: __rt::PhantomData<State>,
}

impl<
    Via,
    RoleArnState,
    RoleSessionNameState,
> AssumeRoleBuilder<Via, (RoleArnState, RoleSessionNameState)> {
    /// The role, such as `qcs::cam::uin/12345678:roleName/uploader`.
    ///
    /// On the wire: `RoleArn`; not empty.
    #[inline]
    pub fn role_arn(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> AssumeRoleBuilder<Via, (__rt::Given, RoleSessionNameState)>
    where
        RoleArnState: __rt::NotYetGiven,
    {
        self.request.role_arn = __rt::Into::into(value);
        AssumeRoleBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// What the session is called in records.
    ///
    /// On the wire: `RoleSessionName`; 2..=128 chars.
    #[inline]
    pub fn role_session_name(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> AssumeRoleBuilder<Via, (RoleArnState, __rt::Given)>
    where
        RoleSessionNameState: __rt::NotYetGiven,
    {
        self.request.role_session_name = __rt::Into::into(value);
        AssumeRoleBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// How long the key pair is good.
    ///
    /// On the wire: `DurationSeconds`; 1..=43200; `7200` when not given.
    #[inline]
    pub fn duration_seconds(mut self, value: u64) -> Self {
        self.request.duration_seconds = __rt::Some(value);
        self
    }

    /// Labels of the session.
    ///
    /// On the wire: `Tags`; ..=50 items.
    #[inline]
    pub fn tags(mut self, value: impl __rt::IntoIterator<Item = self::Tag>) -> Self {
        self.request.tags = __rt::Some(__rt::list(value));
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
    pub fn build(self) -> AssumeRole
    where
        RoleArnState: assume_role::RoleArnGiven,
        RoleSessionNameState: assume_role::RoleSessionNameGiven,
    {
        self.request
    }
}

impl<
    'c,
    RoleArnState,
    RoleSessionNameState,
> AssumeRoleBuilder<&'c __rt::Runtime, (RoleArnState, RoleSessionNameState)> {
    /// Validates, signs and sends the request: await it for [`AssumeRoleResponse`].
    #[inline]
    pub fn send(self) -> __rt::Sending<'c, AssumeRoleResponse>
    where
        RoleArnState: assume_role::RoleArnGiven,
        RoleSessionNameState: assume_role::RoleSessionNameGiven,
    {
        self.via.send(self.request)
    }
}

/// The answer to [`AssumeRole`].
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct AssumeRoleResponse {
    /// The key pair.
    ///
    /// On the wire: `Credentials`.
    pub credentials: self::Credentials,
    /// When it is no longer good.
    ///
    /// On the wire: `ExpiredTime`; unix seconds.
    pub expired_time: i64,
    /// The same, as a date.
    ///
    /// On the wire: `Expiration`; ISO 8601.
    pub expiration: __rt::Option<__rt::String>,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for AssumeRoleResponse {
    #[inline]
    fn default() -> Self {
        Self {
            credentials: <self::Credentials as __rt::Default>::default(),
            expired_time: 0,
            expiration: __rt::None,
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Shaped for AssumeRoleResponse {
    const SHAPE: __rt::Shape = {
        use __rt::{Always, Sometimes};
        &[Always("Credentials"), Always("ExpiredTime"), Sometimes("Expiration")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.credentials),
            1 => Encode::encode(&self.expired_time),
            2 => Encode::encode(&self.expiration),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.credentials),
            1 => Decode::slot(&mut self.expired_time),
            2 => Decode::slot(&mut self.expiration),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Debug for AssumeRoleResponse {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("AssumeRoleResponse", self, f)
    }
}

impl __rt::PartialEq for AssumeRoleResponse {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

/// Codes that `AssumeRole` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub enum AssumeRoleCode {
    /// InternalError.SystemError: The service failed.
    InternalErrorSystemError,
    /// InvalidParameter.RoleNotExist: There is no such role.
    InvalidParameterRoleNotExist,
    /// A code that any Action may answer.
    Common(__rt::v3::CommonCode),
    /// A code that no page lists, as it came.
    Other(__rt::String),
}

impl __rt::ErrorCode for AssumeRoleCode {
    #[inline]
    fn from_code(code: &str) -> Self {
        match code {
            "InternalError.SystemError" => Self::InternalErrorSystemError,
            "InvalidParameter.RoleNotExist" => Self::InvalidParameterRoleNotExist,
            _ => {
                match <__rt::v3::CommonCode as __rt::ErrorCode>::from_code(code) {
                    __rt::v3::CommonCode::Other(code) => Self::Other(code),
                    code => Self::Common(code),
                }
            }
        }
    }

    #[inline]
    fn code(&self) -> &str {
        match self {
            Self::InternalErrorSystemError => "InternalError.SystemError",
            Self::InvalidParameterRoleNotExist => "InvalidParameter.RoleNotExist",
            Self::Common(code) => __rt::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl __rt::Debug for AssumeRoleCode {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::fmt::Debug::fmt(__rt::ErrorCode::code(self), f)
    }
}

impl __rt::PartialEq for AssumeRoleCode {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::ErrorCode::code(self) == __rt::ErrorCode::code(other)
    }
}

impl __rt::Eq for AssumeRoleCode {}
impl __rt::Action for AssumeRole {
    type Response = AssumeRoleResponse;
    type Code = AssumeRoleCode;
    const INFO: &'static __rt::ActionInfo = &__rt::ActionInfo {
        name: "AssumeRole",
        service: &self::SERVICE,
        endpoint: __rt::None,
        version: __rt::None,
        timeout: __rt::None,
        rate_limit: __rt::Some((600, 1)),
        repeatable: __rt::Repeatable::Yes,
        errors: &[
            __rt::Retry("InternalError.SystemError", "", "The service failed"),
            __rt::Final("InvalidParameter.RoleNotExist", "", "There is no such role"),
        ],
    };
}

/// Shows what hangs together; an Action of the tests.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct DescribeTree {
    /// Where to begin.
    ///
    /// On the wire: `Root`.
    pub root: self::Node,
    /// How far down to go.
    ///
    /// On the wire: `Depth_Limit`.
    pub depth_limit: __rt::Option<u64>,
    /// Anything that narrows the search.
    ///
    /// On the wire: `Filter`.
    pub filter: __rt::Option<__rt::Json>,
    /// Parameters that the page does not know; sent and signed along.
    pub extra: __rt::Extra,
}

impl DescribeTree {
    /// Builds [`DescribeTree`]; `client.describe_tree()` gives a builder that also sends.
    #[inline]
    pub fn builder() -> DescribeTreeBuilder {
        DescribeTreeBuilder {
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
            root: <self::Node as __rt::Default>::default(),
            depth_limit: __rt::None,
            filter: __rt::None,
            extra: __rt::Extra::new(),
        }
    }
}

impl __rt::Tabled for DescribeTree {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Required, Table};
        &Table {
            fields: &[
                Required("Root", &[]),
                Optional("Depth_Limit", &[]),
                Optional("Filter", &[]),
            ],
            order: "",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.root),
            1 => Encode::encode(&self.depth_limit),
            2 => Encode::encode(&self.filter),
            _ => __rt::Value::Extra(&self.extra),
        }
    }
}

impl __rt::Debug for DescribeTree {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("DescribeTree", self, f)
    }
}

impl __rt::PartialEq for DescribeTree {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

/// What [`DescribeTree`](super::DescribeTree) must be given, a bound each.
pub mod describe_tree {
    /// `Root` has been given.
    #[diagnostic::on_unimplemented(
        message = "`DescribeTree` needs `Root`",
        label = "add `.root(..)` before this call",
        note = "`Root` is required (Node): Where to begin"
    )]
    pub trait RootGiven {}
    #[diagnostic::do_not_recommend]
    impl RootGiven for super::__rt::Given {}
}

/// Builds [`DescribeTree`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct DescribeTreeBuilder<Via = (), State = (__rt::NotGiven,)> {
    request: DescribeTree,
    via: Via,
    state: __rt::PhantomData<State>,
}

impl<Via, RootState> DescribeTreeBuilder<Via, (RootState,)> {
    /// Where to begin.
    ///
    /// On the wire: `Root`.
    #[inline]
    pub fn root(mut self, value: self::Node) -> DescribeTreeBuilder<Via, (__rt::Given,)>
    where
        RootState: __rt::NotYetGiven,
    {
        self.request.root = value;
        DescribeTreeBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// How far down to go.
    ///
    /// On the wire: `Depth_Limit`.
    #[inline]
    pub fn depth_limit(mut self, value: u64) -> Self {
        self.request.depth_limit = __rt::Some(value);
        self
    }

    /// Anything that narrows the search.
    ///
    /// On the wire: `Filter`.
    #[inline]
    pub fn filter(mut self, value: __rt::Json) -> Self {
        self.request.filter = __rt::Some(value);
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
    pub fn build(self) -> DescribeTree
    where
        RootState: describe_tree::RootGiven,
    {
        self.request
    }
}

impl<'c, RootState> DescribeTreeBuilder<&'c __rt::Runtime, (RootState,)> {
    /// Validates, signs and sends the request: await it for [`DescribeTreeResponse`].
    #[inline]
    pub fn send(self) -> __rt::Sending<'c, DescribeTreeResponse>
    where
        RootState: describe_tree::RootGiven,
    {
        self.via.send(self.request)
    }
}

/// The answer to [`DescribeTree`].
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct DescribeTreeResponse {
    /// What was found.
    ///
    /// On the wire: `Tree`.
    pub tree: __rt::Option<self::Node>,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for DescribeTreeResponse {
    #[inline]
    fn default() -> Self {
        Self {
            tree: __rt::None,
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Shaped for DescribeTreeResponse {
    const SHAPE: __rt::Shape = {
        use __rt::Sometimes;
        &[Sometimes("Tree")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.tree),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.tree),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Debug for DescribeTreeResponse {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("DescribeTreeResponse", self, f)
    }
}

impl __rt::PartialEq for DescribeTreeResponse {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

/// Codes that `DescribeTree` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub enum DescribeTreeCode {
    /// A code that any Action may answer.
    Common(__rt::v3::CommonCode),
    /// A code that no page lists, as it came.
    Other(__rt::String),
}

impl __rt::ErrorCode for DescribeTreeCode {
    #[inline]
    fn from_code(code: &str) -> Self {
        match <__rt::v3::CommonCode as __rt::ErrorCode>::from_code(code) {
            __rt::v3::CommonCode::Other(code) => Self::Other(code),
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

impl __rt::Debug for DescribeTreeCode {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::fmt::Debug::fmt(__rt::ErrorCode::code(self), f)
    }
}

impl __rt::PartialEq for DescribeTreeCode {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::ErrorCode::code(self) == __rt::ErrorCode::code(other)
    }
}

impl __rt::Eq for DescribeTreeCode {}
impl __rt::Action for DescribeTree {
    type Response = DescribeTreeResponse;
    type Code = DescribeTreeCode;
    const INFO: &'static __rt::ActionInfo = &__rt::ActionInfo {
        name: "DescribeTree",
        service: &self::SERVICE,
        endpoint: __rt::Some("https://tree.example.com"),
        version: __rt::Some("2026-01-01"),
        timeout: __rt::None,
        rate_limit: __rt::None,
        repeatable: __rt::Repeatable::No,
        errors: &[],
    };
}

/// A label.
///
/// `Tag` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Tag {
    /// Its name.
    ///
    /// On the wire: `Key`.
    pub key: __rt::String,
    /// Its value.
    ///
    /// On the wire: `Value`.
    pub value: __rt::Option<__rt::String>,
}

impl __rt::Debug for Tag {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Tag", self, f)
    }
}

impl __rt::PartialEq for Tag {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

impl Tag {
    /// Builds [`Tag`].
    #[inline]
    pub fn builder() -> TagBuilder {
        TagBuilder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        Self {
            key: __rt::String::new(),
            value: __rt::None,
        }
    }
}

impl __rt::Tabled for Tag {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Required, Table};
        &Table {
            fields: &[Required("Key", &[]), Optional("Value", &[])],
            order: "",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.key),
            1 => Encode::encode(&self.value),
            _ => __rt::Value::Absent,
        }
    }
}

impl __rt::Encode for Tag {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
    }
}

/// What [`Tag`](super::Tag) must be given, a bound each.
pub mod tag {
    /// `Key` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Tag` needs `Key`",
        label = "add `.key(..)` before this call",
        note = "`Key` is required (String): Its name"
    )]
    pub trait KeyGiven {}
    #[diagnostic::do_not_recommend]
    impl KeyGiven for super::__rt::Given {}
}

/// Builds [`Tag`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct TagBuilder<State = (__rt::NotGiven,)> {
    request: Tag,
    state: __rt::PhantomData<State>,
}

impl<KeyState> TagBuilder<(KeyState,)> {
    /// Its name.
    ///
    /// On the wire: `Key`.
    #[inline]
    pub fn key(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> TagBuilder<(__rt::Given,)>
    where
        KeyState: __rt::NotYetGiven,
    {
        self.request.key = __rt::Into::into(value);
        TagBuilder {
            request: self.request,
            state: __rt::PhantomData,
        }
    }

    /// Its value.
    ///
    /// On the wire: `Value`.
    #[inline]
    pub fn value(mut self, value: impl __rt::Into<__rt::String>) -> Self {
        self.request.value = __rt::Some(__rt::Into::into(value));
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Tag
    where
        KeyState: tag::KeyGiven,
    {
        self.request
    }
}

/// A temporary key pair.
///
/// `Credentials` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Credentials {
    /// Goes with the pair.
    ///
    /// On the wire: `Token`.
    pub token: __rt::Secret,
    /// Names the pair.
    ///
    /// On the wire: `TmpSecretId`.
    pub tmp_secret_id: __rt::String,
    /// Signs.
    ///
    /// On the wire: `TmpSecretKey`.
    pub tmp_secret_key: __rt::Secret,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for Credentials {
    #[inline]
    fn default() -> Self {
        Self {
            token: __rt::Secret::from(""),
            tmp_secret_id: __rt::String::new(),
            tmp_secret_key: __rt::Secret::from(""),
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Debug for Credentials {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("Credentials", self, f)
    }
}

impl __rt::PartialEq for Credentials {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

impl __rt::Shaped for Credentials {
    const SHAPE: __rt::Shape = {
        use __rt::Always;
        &[Always("Token"), Always("TmpSecretId"), Always("TmpSecretKey")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.token),
            1 => Encode::encode(&self.tmp_secret_id),
            2 => Encode::encode(&self.tmp_secret_key),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.token),
            1 => Decode::slot(&mut self.tmp_secret_id),
            2 => Decode::slot(&mut self.tmp_secret_key),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Encode for Credentials {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Answer(self)
    }
}

impl __rt::Decode for Credentials {
    #[inline]
    fn slot(&mut self) -> __rt::Slot<'_> {
        __rt::Slot::Record(self)
    }
}

/// A thing that holds things like itself.
///
/// `Node` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Node {
    /// What it is called.
    ///
    /// On the wire: `Name`.
    pub name: __rt::String,
    /// What it is.
    ///
    /// On the wire: `Kind`.
    pub kind: __rt::Option<self::Kind>,
    /// The one beside it.
    ///
    /// On the wire: `Next`.
    pub next: __rt::Option<__rt::Box<self::Node>>,
    /// Those below it.
    ///
    /// On the wire: `Children`.
    pub children: __rt::Option<__rt::Vec<self::Node>>,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for Node {
    #[inline]
    fn default() -> Self {
        Self {
            name: __rt::String::new(),
            kind: __rt::None,
            next: __rt::None,
            children: __rt::None,
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Debug for Node {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("Node", self, f)
    }
}

impl __rt::PartialEq for Node {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

impl Node {
    /// Builds [`Node`].
    #[inline]
    pub fn builder() -> NodeBuilder {
        NodeBuilder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        <Self as __rt::Default>::default()
    }
}

impl __rt::Tabled for Node {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Required, Table};
        &Table {
            fields: &[
                Required("Name", &[]),
                Optional("Kind", &[]),
                Optional("Next", &[]),
                Optional("Children", &[]),
            ],
            order: "",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.name),
            1 => Encode::encode(&self.kind),
            2 => Encode::encode(&self.next),
            3 => Encode::encode(&self.children),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }
}

impl __rt::Encode for Node {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
    }
}

/// What [`Node`](super::Node) must be given, a bound each.
pub mod node {
    /// `Name` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Node` needs `Name`",
        label = "add `.name(..)` before this call",
        note = "`Name` is required (String): What it is called"
    )]
    pub trait NameGiven {}
    #[diagnostic::do_not_recommend]
    impl NameGiven for super::__rt::Given {}
}

/// Builds [`Node`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct NodeBuilder<State = (__rt::NotGiven,)> {
    request: Node,
    state: __rt::PhantomData<State>,
}

impl<NameState> NodeBuilder<(NameState,)> {
    /// What it is called.
    ///
    /// On the wire: `Name`.
    #[inline]
    pub fn name(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> NodeBuilder<(__rt::Given,)>
    where
        NameState: __rt::NotYetGiven,
    {
        self.request.name = __rt::Into::into(value);
        NodeBuilder {
            request: self.request,
            state: __rt::PhantomData,
        }
    }

    /// What it is.
    ///
    /// On the wire: `Kind`.
    #[inline]
    pub fn kind(mut self, value: impl __rt::Into<self::Kind>) -> Self {
        self.request.kind = __rt::Some(__rt::Into::into(value));
        self
    }

    /// The one beside it.
    ///
    /// On the wire: `Next`.
    #[inline]
    pub fn next(mut self, value: self::Node) -> Self {
        self.request.next = __rt::Some(__rt::Box::new(value));
        self
    }

    /// Those below it.
    ///
    /// On the wire: `Children`.
    #[inline]
    pub fn children(
        mut self,
        value: impl __rt::IntoIterator<Item = self::Node>,
    ) -> Self {
        self.request.children = __rt::Some(__rt::list(value));
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Node
    where
        NameState: node::NameGiven,
    {
        self.request
    }
}

impl __rt::Shaped for Node {
    const SHAPE: __rt::Shape = {
        use __rt::{Always, Sometimes};
        &[Always("Name"), Sometimes("Kind"), Sometimes("Next"), Sometimes("Children")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        __rt::Tabled::value(self, field)
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.name),
            1 => Decode::slot(&mut self.kind),
            2 => Decode::slot(&mut self.next),
            3 => Decode::slot(&mut self.children),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Decode for Node {
    #[inline]
    fn slot(&mut self) -> __rt::Slot<'_> {
        __rt::Slot::Record(self)
    }
}

/// What a node is.
///
/// Open: a value that no page lists is kept in `Other`.
#[derive(__rt::Debug, __rt::Clone, __rt::PartialEq, __rt::Eq, __rt::Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Holds nothing.
    ///
    /// `leaf` on the wire.
    Leaf,
    /// Holds others.
    ///
    /// `branch` on the wire.
    Branch,
    /// A value that the page does not list, as it came.
    Other(__rt::String),
}

impl Kind {
    /// The value on the wire.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Leaf => "leaf",
            Self::Branch => "branch",
            Self::Other(value) => value.as_str(),
        }
    }
}

impl __rt::Default for Kind {
    #[inline]
    fn default() -> Self {
        Self::Other(__rt::String::new())
    }
}

impl __rt::From<&str> for Kind {
    #[inline]
    fn from(value: &str) -> Self {
        match value {
            "leaf" => Self::Leaf,
            "branch" => Self::Branch,
            other => Self::Other(__rt::ToOwned::to_owned(other)),
        }
    }
}

impl __rt::Encode for Kind {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Text(self.as_str())
    }
}

impl __rt::Decode for Kind {
    #[inline]
    fn slot(&mut self) -> __rt::Slot<'_> {
        __rt::Slot::Choice(self)
    }
}

impl __rt::ChoiceSlot for Kind {
    #[inline]
    fn choose(&mut self, value: &str) {
        *self = __rt::From::from(value);
    }
}

#[cfg(test)]
mod _page_examples {
    #![allow(deprecated)]
    use super::__rt;
    #[test]
    fn assume_role_example_1() {
        __rt::example::request(
            &super::AssumeRole::builder()
                .role_arn("qcs::cam::uin/12345678:roleName/uploader")
                .role_session_name("night shift")
                .duration_seconds(1800u64)
                .tags([
                    super::Tag::builder().key("team").value("news").build(),
                    super::Tag::builder().key("on call").build(),
                ])
                .build(),
            "{\n  \"RoleArn\": \"qcs::cam::uin/12345678:roleName/uploader\",\n  \"RoleSessionName\": \"night shift\",\n  \"DurationSeconds\": 1800,\n  \"Tags\": [{\"Key\": \"team\", \"Value\": \"news\"}, {\"Key\": \"on call\"}]\n}",
        );
        __rt::example::response::<
            super::AssumeRole,
        >(
            "{\n  \"Response\": {\n    \"Credentials\": {\n      \"Token\": \"a token\",\n      \"TmpSecretId\": \"AKIDtemporary\",\n      \"TmpSecretKey\": \"a temporary key\"\n    },\n    \"ExpiredTime\": 1795509012,\n    \"Expiration\": \"2026-11-24T09:10:12Z\",\n    \"RequestId\": \"8d1f0c5e-3a7b-4c2d-9e6f-0a1b2c3d4e5f\"\n  }\n}",
        );
    }

    #[test]
    fn describe_tree_example_1() {
        __rt::example::request(
            &super::DescribeTree::builder()
                .root(
                    super::Node::builder()
                        .name("a")
                        .kind("branch")
                        .next(
                            super::Node::builder()
                                .name("b")
                                .next(super::Node::builder().name("c").build())
                                .build(),
                        )
                        .children([
                            super::Node::builder()
                                .name("d")
                                .children([
                                    super::Node::builder().name("e").kind("leaf").build(),
                                ])
                                .build(),
                            super::Node::builder().name("f").build(),
                        ])
                        .build(),
                )
                .depth_limit(3u64)
                .filter(
                    <__rt::Json as __rt::FromStr>::from_str(
                            "{\"any\":[1,\"two\",null,{\"three\":3.5}]}",
                        )
                        .unwrap_or_default(),
                )
                .build(),
            "{\n  \"Root\": {\n    \"Name\": \"a\",\n    \"Kind\": \"branch\",\n    \"Next\": {\"Name\": \"b\", \"Next\": {\"Name\": \"c\"}},\n    \"Children\": [{\"Name\": \"d\", \"Children\": [{\"Name\": \"e\", \"Kind\": \"leaf\"}]}, {\"Name\": \"f\"}]\n  },\n  \"Depth_Limit\": 3,\n  \"Filter\": {\"any\": [1, \"two\", null, {\"three\": 3.5}]}\n}",
        );
        __rt::example::response::<
            super::DescribeTree,
        >(
            "{\n  \"Response\": {\n    \"Tree\": {\n      \"Name\": \"a\",\n      \"Children\": [{\"Name\": \"d\", \"Kind\": \"root\", \"Next\": {\"Name\": \"f\"}}]\n    },\n    \"RequestId\": \"9e2a1d6f-4b8c-4d3e-8f70-1b2c3d4e5f60\"\n  }\n}",
        );
    }
}
