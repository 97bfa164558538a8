// Made of tests/pages/own by `BLESS=1 cargo test -p vod-tests`.

/// A client for Own VOD Actions. Cheap to clone: clones share connections and settings.
///
/// Pages of a user's own, with everything that a request can nest.
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

    /// Cuts and joins videos; an Action of the tests.
    pub fn edit_media(&self) -> EditMediaBuilder<&::vod_api::Runtime> {
        EditMediaBuilder {
            request: EditMedia::vacant(),
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

/// Cuts and joins videos; an Action of the tests.
///
/// Facts: 10 calls in 1 s are allowed.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct EditMedia {
    /// What is joined, in this order.
    ///
    /// On the wire: `srcFileList`; ..=500 items.
    pub src_file_list: ::std::vec::Vec<self::Source>,
    /// Labels of the new video.
    ///
    /// On the wire: `tags`; first item is number 1 on the wire; ..=10 bytes.
    pub tags: ::core::option::Option<::std::vec::Vec<::std::string::String>>,
    /// What comes out.
    ///
    /// On the wire: `output`.
    pub output: self::Output,
    /// Whether only the cost is told.
    ///
    /// On the wire: `dryRun`; flag.
    pub dry_run: ::core::option::Option<bool>,
    /// Factor of the picture's size.
    ///
    /// On the wire: `scale`; 0.5..=2.
    pub scale: ::core::option::Option<f64>,
    /// Parameters that the page does not know; sent and signed along.
    pub extra: ::vod_api::Extra,
}

impl EditMedia {
    /// Builds [`EditMedia`]; `client.edit_media()` gives a builder that also sends.
    pub fn builder() -> EditMediaBuilder {
        EditMediaBuilder {
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
            src_file_list: ::std::vec::Vec::new(),
            tags: ::core::option::Option::None,
            output: self::Output::vacant(),
            dry_run: ::core::option::Option::None,
            scale: ::core::option::Option::None,
            extra: ::vod_api::Extra::new(),
        }
    }
}

impl ::vod_api::__rt::Params for EditMedia {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Common, Field, Rule, Step, Table};
        static TABLE: Table = Table {
            fields: &[
                Field::new("srcFileList=").required().rules(&[Rule::Items(0, 500)]),
                Field::new("tags=").first(1).rules(&[Rule::Bytes(0, 10)]),
                Field::new("output=").required(),
                Field::new("dryRun="),
                Field::new("scale=").rules(&[Rule::WithinFloat(&[(0.5, 2.0)])]),
            ],
            order: &[
                Step::Common(Common::Action),
                Step::Common(Common::Nonce),
                Step::Common(Common::Region),
                Step::Common(Common::SecretId),
                Step::Common(Common::SignatureMethod),
                Step::Common(Common::Timestamp),
                Step::Common(Common::Token),
                Step::Own(3),
                Step::Own(2),
                Step::Own(4),
                Step::Own(0),
                Step::Own(1),
            ],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.src_file_list),
            1 => Encode::encode(&self.tags),
            2 => Encode::encode(&self.output),
            3 => ::vod_api::__rt::flag(self.dry_run),
            4 => Encode::encode(&self.scale),
            _ => ::vod_api::__rt::Value::Absent,
        }
    }

    fn extra(&self) -> ::core::option::Option<&::vod_api::Extra> {
        ::core::option::Option::Some(&self.extra)
    }
}

impl ::core::fmt::Debug for EditMedia {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("EditMedia", self, f)
    }
}

impl ::core::cmp::PartialEq for EditMedia {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

/// What [`EditMedia`](super::EditMedia) must be given, a bound each.
pub mod edit_media {
    /// `srcFileList` has been given.
    #[diagnostic::on_unimplemented(
        message = "`EditMedia` needs `srcFileList`",
        label = "add `.src_file_list(..)` before this call",
        note = "`srcFileList` is required (Array of Source): What is joined, in this order"
    )]
    pub trait SrcFileListGiven {}
    #[diagnostic::do_not_recommend]
    impl SrcFileListGiven for ::vod_api::Given {}
    /// `srcFileList` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`srcFileList` of `EditMedia` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait SrcFileListNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl SrcFileListNotYetGiven for ::vod_api::NotGiven {}
    /// `output` has been given.
    #[diagnostic::on_unimplemented(
        message = "`EditMedia` needs `output`",
        label = "add `.output(..)` before this call",
        note = "`output` is required (Output): What comes out"
    )]
    pub trait OutputGiven {}
    #[diagnostic::do_not_recommend]
    impl OutputGiven for ::vod_api::Given {}
    /// `output` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`output` of `EditMedia` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait OutputNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl OutputNotYetGiven for ::vod_api::NotGiven {}
}

/// Builds [`EditMedia`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct EditMediaBuilder<
    Via = (),
    SrcFileListState = ::vod_api::NotGiven,
    OutputState = ::vod_api::NotGiven,
> {
    request: EditMedia,
    via: Via,
    state: ::core::marker::PhantomData<(SrcFileListState, OutputState)>,
}

impl<
    Via,
    SrcFileListState,
    OutputState,
> EditMediaBuilder<Via, SrcFileListState, OutputState> {
    /// What is joined, in this order.
    ///
    /// On the wire: `srcFileList`; ..=500 items.
    pub fn src_file_list(
        mut self,
        value: impl ::core::iter::IntoIterator<Item = self::Source>,
    ) -> EditMediaBuilder<Via, ::vod_api::Given, OutputState>
    where
        SrcFileListState: edit_media::SrcFileListNotYetGiven,
    {
        self.request.src_file_list = ::vod_api::__rt::list(value);
        EditMediaBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// Labels of the new video.
    ///
    /// On the wire: `tags`; first item is number 1 on the wire; ..=10 bytes.
    pub fn tags(
        mut self,
        value: impl ::core::iter::IntoIterator<
            Item = impl ::core::convert::Into<::std::string::String>,
        >,
    ) -> Self {
        self.request.tags = ::core::option::Option::Some(::vod_api::__rt::list(value));
        self
    }

    /// What comes out.
    ///
    /// On the wire: `output`.
    pub fn output(
        mut self,
        value: self::Output,
    ) -> EditMediaBuilder<Via, SrcFileListState, ::vod_api::Given>
    where
        OutputState: edit_media::OutputNotYetGiven,
    {
        self.request.output = value;
        EditMediaBuilder {
            request: self.request,
            via: self.via,
            state: ::core::marker::PhantomData,
        }
    }

    /// Whether only the cost is told.
    ///
    /// On the wire: `dryRun`; flag.
    pub fn dry_run(mut self, value: bool) -> Self {
        self.request.dry_run = ::core::option::Option::Some(value);
        self
    }

    /// Factor of the picture's size.
    ///
    /// On the wire: `scale`; 0.5..=2.
    pub fn scale(mut self, value: f64) -> Self {
        self.request.scale = ::core::option::Option::Some(value);
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
    pub fn build(self) -> EditMedia
    where
        SrcFileListState: edit_media::SrcFileListGiven,
        OutputState: edit_media::OutputGiven,
    {
        self.request
    }
}

impl<
    'c,
    SrcFileListState,
    OutputState,
> EditMediaBuilder<&'c ::vod_api::Runtime, SrcFileListState, OutputState> {
    /// Validates, signs and sends the request: await it for [`EditMediaResponse`].
    pub fn send(self) -> ::vod_api::Sending<'c, EditMediaResponse>
    where
        SrcFileListState: edit_media::SrcFileListGiven,
        OutputState: edit_media::OutputGiven,
    {
        self.via.send(self.request)
    }
}

/// The answer to [`EditMedia`].
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::default::Default
)]
#[non_exhaustive]
pub struct EditMediaResponse {
    /// The task.
    ///
    /// On the wire: `vodTaskId`.
    pub vod_task_id: ::std::string::String,
    /// What was made.
    ///
    /// On the wire: `outputs`.
    pub outputs: ::core::option::Option<::std::vec::Vec<self::Made>>,
    /// What came and is not on the page.
    pub unknown: ::vod_api::Unknown,
}

impl ::vod_api::__rt::Record for EditMediaResponse {
    fn shape(&self) -> &'static ::vod_api::__rt::Shape {
        use ::vod_api::__rt::{FieldShape, Shape};
        static SHAPE: Shape = Shape {
            fields: &[FieldShape::always("vodTaskId"), FieldShape::sometimes("outputs")],
        };
        &SHAPE
    }

    fn slot(&mut self, field: usize) -> ::vod_api::__rt::Slot<'_> {
        use ::vod_api::__rt::Decode;
        match field {
            0 => Decode::slot(&mut self.vod_task_id),
            1 => Decode::slot(&mut self.outputs),
            _ => ::vod_api::__rt::Slot::None,
        }
    }

    fn unknown(&mut self) -> &mut ::vod_api::Unknown {
        &mut self.unknown
    }
}

/// Codes that `EditMedia` may answer.
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
pub enum EditMediaCode {
    /// 10009: A video is in use.
    Code10009,
    /// A code that any Action may answer.
    Common(::vod_api::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(::std::string::String),
}

impl ::vod_api::ErrorCode for EditMediaCode {
    fn from_code(code: &str) -> Self {
        match code {
            "10009" => Self::Code10009,
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
            Self::Code10009 => "10009",
            Self::Common(code) => ::vod_api::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl ::vod_api::Action for EditMedia {
    type Response = EditMediaResponse;
    type Code = EditMediaCode;
    const INFO: &'static ::vod_api::ActionInfo = &::vod_api::ActionInfo::new(
            "EditMedia",
            &self::SERVICE,
            &[::vod_api::CodeInfo::new("10009", "A video is in use")],
        )
        .endpoint("https://edit.example.com/v2/index.php")
        .timeout(::core::time::Duration::from_secs(5))
        .rate_limit(10, ::core::time::Duration::from_secs(1));
}

/// One video, or a part of it.
///
/// `Source` on the wire.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Source {
    /// The video.
    ///
    /// On the wire: `fileId`; not empty.
    pub file_id: ::std::string::String,
    /// Seconds; negative ones count from the end.
    ///
    /// On the wire: `endTimeOffset`.
    pub end_time_offset: ::core::option::Option<i64>,
}

impl ::core::fmt::Debug for Source {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Source", self, f)
    }
}

impl ::core::cmp::PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

impl Source {
    /// Builds [`Source`].
    pub fn builder() -> SourceBuilder {
        SourceBuilder {
            request: Self::vacant(),
            state: ::core::marker::PhantomData,
        }
    }

    fn vacant() -> Self {
        Self {
            file_id: ::std::string::String::new(),
            end_time_offset: ::core::option::Option::None,
        }
    }
}

impl ::vod_api::__rt::Params for Source {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Field, Rule, Step, Table};
        static TABLE: Table = Table {
            fields: &[
                Field::new("fileId=").required().rules(&[Rule::NotEmpty]),
                Field::new("endTimeOffset="),
            ],
            order: &[Step::Own(1), Step::Own(0)],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.file_id),
            1 => Encode::encode(&self.end_time_offset),
            _ => ::vod_api::__rt::Value::Absent,
        }
    }
}

impl ::vod_api::__rt::Encode for Source {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Record(self)
    }
}

/// What [`Source`](super::Source) must be given, a bound each.
pub mod source {
    /// `fileId` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Source` needs `fileId`",
        label = "add `.file_id(..)` before this call",
        note = "`fileId` is required (String): The video"
    )]
    pub trait FileIdGiven {}
    #[diagnostic::do_not_recommend]
    impl FileIdGiven for ::vod_api::Given {}
    /// `fileId` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`fileId` of `Source` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait FileIdNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl FileIdNotYetGiven for ::vod_api::NotGiven {}
}

/// Builds [`Source`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct SourceBuilder<FileIdState = ::vod_api::NotGiven> {
    request: Source,
    state: ::core::marker::PhantomData<(FileIdState,)>,
}

impl<FileIdState> SourceBuilder<FileIdState> {
    /// The video.
    ///
    /// On the wire: `fileId`; not empty.
    pub fn file_id(
        mut self,
        value: impl ::core::convert::Into<::std::string::String>,
    ) -> SourceBuilder<::vod_api::Given>
    where
        FileIdState: source::FileIdNotYetGiven,
    {
        self.request.file_id = ::core::convert::Into::into(value);
        SourceBuilder {
            request: self.request,
            state: ::core::marker::PhantomData,
        }
    }

    /// Seconds; negative ones count from the end.
    ///
    /// On the wire: `endTimeOffset`.
    pub fn end_time_offset(mut self, value: i64) -> Self {
        self.request.end_time_offset = ::core::option::Option::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> Source
    where
        FileIdState: source::FileIdGiven,
    {
        self.request
    }
}

/// `Output` on the wire.
#[derive(::core::clone::Clone)]
#[non_exhaustive]
pub struct Output {
    /// Container.
    ///
    /// On the wire: `format`.
    pub format: self::Format,
    /// Pixels; 0 keeps the source's.
    ///
    /// On the wire: `height`; 0 or 128..=1920.
    pub height: ::core::option::Option<u64>,
}

impl ::core::fmt::Debug for Output {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::vod_api::__rt::debug("Output", self, f)
    }
}

impl ::core::cmp::PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        ::vod_api::__rt::equal(self, other)
    }
}

impl Output {
    /// Builds [`Output`].
    pub fn builder() -> OutputBuilder {
        OutputBuilder {
            request: Self::vacant(),
            state: ::core::marker::PhantomData,
        }
    }

    fn vacant() -> Self {
        Self {
            format: self::Format::Other(::std::string::String::new()),
            height: ::core::option::Option::None,
        }
    }
}

impl ::vod_api::__rt::Params for Output {
    fn table(&self) -> &'static ::vod_api::__rt::Table {
        use ::vod_api::__rt::{Field, Rule, Step, Table};
        static TABLE: Table = Table {
            fields: &[
                Field::new("format=").required(),
                Field::new("height=").rules(&[Rule::Within(&[(0, 0), (128, 1920)])]),
            ],
            order: &[Step::Own(0), Step::Own(1)],
        };
        &TABLE
    }

    fn value(&self, field: usize) -> ::vod_api::__rt::Value<'_> {
        use ::vod_api::__rt::Encode;
        match field {
            0 => Encode::encode(&self.format),
            1 => Encode::encode(&self.height),
            _ => ::vod_api::__rt::Value::Absent,
        }
    }
}

impl ::vod_api::__rt::Encode for Output {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Record(self)
    }
}

/// What [`Output`](super::Output) must be given, a bound each.
pub mod output {
    /// `format` has been given.
    #[diagnostic::on_unimplemented(
        message = "`Output` needs `format`",
        label = "add `.format(..)` before this call",
        note = "`format` is required (Format): Container"
    )]
    pub trait FormatGiven {}
    #[diagnostic::do_not_recommend]
    impl FormatGiven for ::vod_api::Given {}
    /// `format` has not been given yet.
    #[diagnostic::on_unimplemented(
        message = "`format` of `Output` is given twice",
        label = "remove this call, or the one before it"
    )]
    pub trait FormatNotYetGiven {}
    #[diagnostic::do_not_recommend]
    impl FormatNotYetGiven for ::vod_api::NotGiven {}
}

/// Builds [`Output`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct OutputBuilder<FormatState = ::vod_api::NotGiven> {
    request: Output,
    state: ::core::marker::PhantomData<(FormatState,)>,
}

impl<FormatState> OutputBuilder<FormatState> {
    /// Container.
    ///
    /// On the wire: `format`.
    pub fn format(
        mut self,
        value: impl ::core::convert::Into<self::Format>,
    ) -> OutputBuilder<::vod_api::Given>
    where
        FormatState: output::FormatNotYetGiven,
    {
        self.request.format = ::core::convert::Into::into(value);
        OutputBuilder {
            request: self.request,
            state: ::core::marker::PhantomData,
        }
    }

    /// Pixels; 0 keeps the source's.
    ///
    /// On the wire: `height`; 0 or 128..=1920.
    pub fn height(mut self, value: u64) -> Self {
        self.request.height = ::core::option::Option::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    pub fn build(self) -> Output
    where
        FormatState: output::FormatGiven,
    {
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
pub enum Format {
    /// One file.
    ///
    /// `mp4` on the wire.
    Mp4,
    /// A playlist and its segments.
    ///
    /// `hls` on the wire.
    Hls,
    /// A value that the page does not list, as it came.
    Other(::std::string::String),
}

impl Format {
    /// The value on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Mp4 => "mp4",
            Self::Hls => "hls",
            Self::Other(value) => value.as_str(),
        }
    }
}

impl ::core::default::Default for Format {
    fn default() -> Self {
        Self::Other(::std::string::String::new())
    }
}

impl ::core::convert::From<&str> for Format {
    fn from(value: &str) -> Self {
        match value {
            "mp4" => Self::Mp4,
            "hls" => Self::Hls,
            other => Self::Other(::std::borrow::ToOwned::to_owned(other)),
        }
    }
}

impl ::vod_api::__rt::Encode for Format {
    fn encode(&self) -> ::vod_api::__rt::Value<'_> {
        ::vod_api::__rt::Value::Text(self.as_str())
    }
}

impl ::vod_api::__rt::Decode for Format {
    fn slot(&mut self) -> ::vod_api::__rt::Slot<'_> {
        ::vod_api::__rt::Slot::Choice(self)
    }
}

impl ::vod_api::__rt::ChoiceSlot for Format {
    fn choose(&mut self, value: &str) {
        *self = ::core::convert::From::from(value);
    }
}

/// `Made` on the wire.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::default::Default
)]
#[non_exhaustive]
pub struct Made {
    /// Where it is.
    ///
    /// On the wire: `url`.
    pub url: ::std::string::String,
    /// What came and is not on the page.
    pub unknown: ::vod_api::Unknown,
}

impl ::vod_api::__rt::Record for Made {
    fn shape(&self) -> &'static ::vod_api::__rt::Shape {
        use ::vod_api::__rt::{FieldShape, Shape};
        static SHAPE: Shape = Shape {
            fields: &[FieldShape::always("url")],
        };
        &SHAPE
    }

    fn slot(&mut self, field: usize) -> ::vod_api::__rt::Slot<'_> {
        use ::vod_api::__rt::Decode;
        match field {
            0 => Decode::slot(&mut self.url),
            _ => ::vod_api::__rt::Slot::None,
        }
    }

    fn unknown(&mut self) -> &mut ::vod_api::Unknown {
        &mut self.unknown
    }
}

impl ::vod_api::__rt::Decode for Made {
    fn slot(&mut self) -> ::vod_api::__rt::Slot<'_> {
        ::vod_api::__rt::Slot::Record(self)
    }
}

#[cfg(test)]
mod _page_examples {
    #![allow(deprecated)]
    #[test]
    fn edit_media_example_1() {
        ::vod_api::__rt::example::request(
            &super::EditMedia::builder()
                .src_file_list([
                    super::Source::builder()
                        .file_id("16092504232103571364")
                        .end_time_offset(-2i64)
                        .build(),
                    super::Source::builder().file_id("16092504232103571365").build(),
                ])
                .tags(["holiday", "2026"])
                .output(super::Output::builder().format("mp4").height(720u64).build())
                .dry_run(true)
                .build(),
            "Action=EditMedia&dryRun=1&output.format=mp4&output.height=720&srcFileList.0.endTimeOffset=-2&srcFileList.0.fileId=16092504232103571364&srcFileList.1.fileId=16092504232103571365&tags.1=holiday&tags.2=2026",
        );
        ::vod_api::__rt::example::response::<
            super::EditMediaResponse,
        >(
            "{\"code\": 0, \"message\": \"\", \"vodTaskId\": \"t-1\", \"outputs\": [{\"url\": \"https://x.example/1.mp4\"}]}",
        );
    }
}
