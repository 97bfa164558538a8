// Made of tests/pages/own by `BLESS=1 cargo test -p vod-tests`.

use ::vod_api::__rt as __rt;
/// A client for Own VOD Actions. Cheap to clone: clones share connections and settings.
///
/// Pages of a user's own, with everything that a request can nest.
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

    /// Cuts and joins videos; an Action of the tests.
    #[inline]
    pub fn edit_media(&self) -> EditMediaBuilder<&__rt::Runtime> {
        EditMediaBuilder {
            request: EditMedia::vacant(),
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

/// Cuts and joins videos; an Action of the tests.
///
/// Facts: 10 calls in 1 s are allowed.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct EditMedia {
    /// What is joined, in this order.
    ///
    /// On the wire: `srcFileList`; ..=500 items.
    pub src_file_list: __rt::Vec<self::Source>,
    /// Labels of the new video.
    ///
    /// On the wire: `tags`; first item is number 1 on the wire; ..=10 bytes.
    pub tags: __rt::Option<__rt::Vec<__rt::String>>,
    /// What comes out.
    ///
    /// On the wire: `output`.
    pub output: self::Output,
    /// Whether only the cost is told.
    ///
    /// On the wire: `dryRun`; flag.
    pub dry_run: __rt::Option<bool>,
    /// Factor of the picture's size.
    ///
    /// On the wire: `scale`; 0.5..=2.
    pub scale: __rt::Option<f64>,
    /// Parameters that the page does not know; sent and signed along.
    pub extra: __rt::Extra,
}

impl EditMedia {
    /// Builds [`EditMedia`]; `client.edit_media()` gives a builder that also sends.
    #[inline]
    pub fn builder() -> EditMediaBuilder {
        EditMediaBuilder {
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
            src_file_list: __rt::Vec::new(),
            tags: __rt::None,
            output: self::Output::vacant(),
            dry_run: __rt::None,
            scale: __rt::None,
            extra: __rt::Extra::new(),
        }
    }
}

impl __rt::Tabled for EditMedia {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Required, Rule, Table};
        &Table {
            fields: &[
                Required("srcFileList=", &[Rule::Items(0, 500)]),
                Optional("tags=", &[Rule::From(1), Rule::Bytes(0, 10)]),
                Required("output=", &[]),
                Optional("dryRun=", &[]),
                Optional("scale=", &[Rule::WithinFloat(&[(0.5, 2.0)])]),
            ],
            order: "\u{e000}\u{e001}\u{e002}\u{e003}\u{e004}\u{e005}\u{e006}\u{3}\u{2}\u{4}\0\u{1}",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.src_file_list),
            1 => Encode::encode(&self.tags),
            2 => Encode::encode(&self.output),
            4 => Encode::encode(&self.scale),
            3 => __rt::flag(self.dry_run),
            _ => __rt::Value::Extra(&self.extra),
        }
    }
}

impl __rt::Debug for EditMedia {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("EditMedia", self, f)
    }
}

impl __rt::PartialEq for EditMedia {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
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
    impl SrcFileListGiven for super::__rt::Given {}
    /// `output` has been given.
    #[diagnostic::on_unimplemented(
        message = "`EditMedia` needs `output`",
        label = "add `.output(..)` before this call",
        note = "`output` is required (Output): What comes out"
    )]
    pub trait OutputGiven {}
    #[diagnostic::do_not_recommend]
    impl OutputGiven for super::__rt::Given {}
}

/// Builds [`EditMedia`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct EditMediaBuilder<Via = (), State = (__rt::NotGiven, __rt::NotGiven)> {
    request: EditMedia,
    via: Via,
    state: __rt::PhantomData<State>,
}

impl<
    Via,
    SrcFileListState,
    OutputState,
> EditMediaBuilder<Via, (SrcFileListState, OutputState)> {
    /// What is joined, in this order.
    ///
    /// On the wire: `srcFileList`; ..=500 items.
    #[inline]
    pub fn src_file_list(
        mut self,
        value: impl __rt::IntoIterator<Item = self::Source>,
    ) -> EditMediaBuilder<Via, (__rt::Given, OutputState)>
    where
        SrcFileListState: __rt::NotYetGiven,
    {
        self.request.src_file_list = __rt::list(value);
        EditMediaBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// Labels of the new video.
    ///
    /// On the wire: `tags`; first item is number 1 on the wire; ..=10 bytes.
    #[inline]
    pub fn tags(
        mut self,
        value: impl __rt::IntoIterator<Item = impl __rt::Into<__rt::String>>,
    ) -> Self {
        self.request.tags = __rt::Some(__rt::list(value));
        self
    }

    /// What comes out.
    ///
    /// On the wire: `output`.
    #[inline]
    pub fn output(
        mut self,
        value: self::Output,
    ) -> EditMediaBuilder<Via, (SrcFileListState, __rt::Given)>
    where
        OutputState: __rt::NotYetGiven,
    {
        self.request.output = value;
        EditMediaBuilder {
            request: self.request,
            via: self.via,
            state: __rt::PhantomData,
        }
    }

    /// Whether only the cost is told.
    ///
    /// On the wire: `dryRun`; flag.
    #[inline]
    pub fn dry_run(mut self, value: bool) -> Self {
        self.request.dry_run = __rt::Some(value);
        self
    }

    /// Factor of the picture's size.
    ///
    /// On the wire: `scale`; 0.5..=2.
    #[inline]
    pub fn scale(mut self, value: f64) -> Self {
        self.request.scale = __rt::Some(value);
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
> EditMediaBuilder<&'c __rt::Runtime, (SrcFileListState, OutputState)> {
    /// Validates, signs and sends the request: await it for [`EditMediaResponse`].
    #[inline]
    pub fn send(self) -> __rt::Sending<'c, EditMediaResponse>
    where
        SrcFileListState: edit_media::SrcFileListGiven,
        OutputState: edit_media::OutputGiven,
    {
        self.via.send(self.request)
    }
}

/// The answer to [`EditMedia`].
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct EditMediaResponse {
    /// The task.
    ///
    /// On the wire: `vodTaskId`.
    pub vod_task_id: __rt::String,
    /// What was made.
    ///
    /// On the wire: `outputs`.
    pub outputs: __rt::Option<__rt::Vec<self::Made>>,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for EditMediaResponse {
    #[inline]
    fn default() -> Self {
        Self {
            vod_task_id: __rt::String::new(),
            outputs: __rt::None,
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Shaped for EditMediaResponse {
    const SHAPE: __rt::Shape = {
        use __rt::{Always, Sometimes};
        &[Always("vodTaskId"), Sometimes("outputs")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.vod_task_id),
            1 => Encode::encode(&self.outputs),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.vod_task_id),
            1 => Decode::slot(&mut self.outputs),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Debug for EditMediaResponse {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("EditMediaResponse", self, f)
    }
}

impl __rt::PartialEq for EditMediaResponse {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

/// Codes that `EditMedia` may answer.
///
/// Open: a code that no page lists is kept in `Other`.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub enum EditMediaCode {
    /// 10009: A video is in use.
    Code10009,
    /// A code that any Action may answer.
    Common(__rt::v2::CommonCode),
    /// A code that no page lists, as it came.
    Other(__rt::String),
}

impl __rt::ErrorCode for EditMediaCode {
    #[inline]
    fn from_code(code: &str) -> Self {
        match code {
            "10009" => Self::Code10009,
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
            Self::Code10009 => "10009",
            Self::Common(code) => __rt::ErrorCode::code(code),
            Self::Other(code) => code.as_str(),
        }
    }
}

impl __rt::Debug for EditMediaCode {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::fmt::Debug::fmt(__rt::ErrorCode::code(self), f)
    }
}

impl __rt::PartialEq for EditMediaCode {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::ErrorCode::code(self) == __rt::ErrorCode::code(other)
    }
}

impl __rt::Eq for EditMediaCode {}
impl __rt::Action for EditMedia {
    type Response = EditMediaResponse;
    type Code = EditMediaCode;
    const INFO: &'static __rt::ActionInfo = &__rt::ActionInfo {
        name: "EditMedia",
        service: &self::SERVICE,
        endpoint: __rt::Some("https://edit.example.com/v2/index.php"),
        version: __rt::None,
        timeout: __rt::Some(__rt::Duration::from_secs(5)),
        rate_limit: __rt::Some((10, 1)),
        repeatable: __rt::Repeatable::No,
        errors: &[__rt::Final("10009", "", "A video is in use")],
    };
}

/// One video, or a part of it.
///
/// `Source` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Source {
    /// The video.
    ///
    /// On the wire: `fileId`; not empty.
    pub file_id: __rt::String,
    /// Seconds; negative ones count from the end.
    ///
    /// On the wire: `endTimeOffset`.
    pub end_time_offset: __rt::Option<i64>,
}

impl __rt::Debug for Source {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Source", self, f)
    }
}

impl __rt::PartialEq for Source {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

impl Source {
    /// Builds [`Source`].
    #[inline]
    pub fn builder() -> SourceBuilder {
        SourceBuilder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        Self {
            file_id: __rt::String::new(),
            end_time_offset: __rt::None,
        }
    }
}

impl __rt::Tabled for Source {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Required, Rule, Table};
        &Table {
            fields: &[
                Required("fileId=", &[Rule::NotEmpty]),
                Optional("endTimeOffset=", &[]),
            ],
            order: "\u{1}\0",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.file_id),
            1 => Encode::encode(&self.end_time_offset),
            _ => __rt::Value::Absent,
        }
    }
}

impl __rt::Encode for Source {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
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
    impl FileIdGiven for super::__rt::Given {}
}

/// Builds [`Source`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct SourceBuilder<State = (__rt::NotGiven,)> {
    request: Source,
    state: __rt::PhantomData<State>,
}

impl<FileIdState> SourceBuilder<(FileIdState,)> {
    /// The video.
    ///
    /// On the wire: `fileId`; not empty.
    #[inline]
    pub fn file_id(
        mut self,
        value: impl __rt::Into<__rt::String>,
    ) -> SourceBuilder<(__rt::Given,)>
    where
        FileIdState: __rt::NotYetGiven,
    {
        self.request.file_id = __rt::Into::into(value);
        SourceBuilder {
            request: self.request,
            state: __rt::PhantomData,
        }
    }

    /// Seconds; negative ones count from the end.
    ///
    /// On the wire: `endTimeOffset`.
    #[inline]
    pub fn end_time_offset(mut self, value: i64) -> Self {
        self.request.end_time_offset = __rt::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Source
    where
        FileIdState: source::FileIdGiven,
    {
        self.request
    }
}

/// `Output` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Output {
    /// Container.
    ///
    /// On the wire: `format`.
    pub format: self::Format,
    /// Pixels; 0 keeps the source's.
    ///
    /// On the wire: `height`; 0 or 128..=1920.
    pub height: __rt::Option<u64>,
}

impl __rt::Debug for Output {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug("Output", self, f)
    }
}

impl __rt::PartialEq for Output {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal(self, other)
    }
}

impl Output {
    /// Builds [`Output`].
    #[inline]
    pub fn builder() -> OutputBuilder {
        OutputBuilder {
            request: Self::vacant(),
            state: __rt::PhantomData,
        }
    }

    #[inline]
    fn vacant() -> Self {
        Self {
            format: self::Format::Other(__rt::String::new()),
            height: __rt::None,
        }
    }
}

impl __rt::Tabled for Output {
    const TABLE: &'static __rt::Table = {
        use __rt::{Optional, Required, Rule, Table};
        &Table {
            fields: &[
                Required("format=", &[]),
                Optional("height=", &[Rule::Within(&[(0, 0), (128, 1920)])]),
            ],
            order: "\0\u{1}",
        }
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.format),
            1 => Encode::encode(&self.height),
            _ => __rt::Value::Absent,
        }
    }
}

impl __rt::Encode for Output {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Record(self)
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
    impl FormatGiven for super::__rt::Given {}
}

/// Builds [`Output`]: `build` is there once every required parameter is given.
#[must_use = "a builder does nothing until it is built or sent"]
pub struct OutputBuilder<State = (__rt::NotGiven,)> {
    request: Output,
    state: __rt::PhantomData<State>,
}

impl<FormatState> OutputBuilder<(FormatState,)> {
    /// Container.
    ///
    /// On the wire: `format`.
    #[inline]
    pub fn format(
        mut self,
        value: impl __rt::Into<self::Format>,
    ) -> OutputBuilder<(__rt::Given,)>
    where
        FormatState: __rt::NotYetGiven,
    {
        self.request.format = __rt::Into::into(value);
        OutputBuilder {
            request: self.request,
            state: __rt::PhantomData,
        }
    }

    /// Pixels; 0 keeps the source's.
    ///
    /// On the wire: `height`; 0 or 128..=1920.
    #[inline]
    pub fn height(mut self, value: u64) -> Self {
        self.request.height = __rt::Some(value);
        self
    }

    /// The request as data.
    #[must_use]
    #[inline]
    pub fn build(self) -> Output
    where
        FormatState: output::FormatGiven,
    {
        self.request
    }
}

/// Open: a value that no page lists is kept in `Other`.
#[derive(__rt::Debug, __rt::Clone, __rt::PartialEq, __rt::Eq, __rt::Hash)]
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
    Other(__rt::String),
}

impl Format {
    /// The value on the wire.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Mp4 => "mp4",
            Self::Hls => "hls",
            Self::Other(value) => value.as_str(),
        }
    }
}

impl __rt::Default for Format {
    #[inline]
    fn default() -> Self {
        Self::Other(__rt::String::new())
    }
}

impl __rt::From<&str> for Format {
    #[inline]
    fn from(value: &str) -> Self {
        match value {
            "mp4" => Self::Mp4,
            "hls" => Self::Hls,
            other => Self::Other(__rt::ToOwned::to_owned(other)),
        }
    }
}

impl __rt::Encode for Format {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Text(self.as_str())
    }
}

impl __rt::Decode for Format {
    #[inline]
    fn slot(&mut self) -> __rt::Slot<'_> {
        __rt::Slot::Choice(self)
    }
}

impl __rt::ChoiceSlot for Format {
    #[inline]
    fn choose(&mut self, value: &str) {
        *self = __rt::From::from(value);
    }
}

/// `Made` on the wire.
#[derive(__rt::Clone)]
#[non_exhaustive]
pub struct Made {
    /// Where it is.
    ///
    /// On the wire: `url`.
    pub url: __rt::String,
    /// What came and is not on the page.
    pub unknown: __rt::Unknown,
}

impl __rt::Default for Made {
    #[inline]
    fn default() -> Self {
        Self {
            url: __rt::String::new(),
            unknown: __rt::Unknown::new(),
        }
    }
}

impl __rt::Debug for Made {
    #[inline]
    fn fmt(&self, f: &mut __rt::fmt::Formatter<'_>) -> __rt::fmt::Result {
        __rt::debug_answer("Made", self, f)
    }
}

impl __rt::PartialEq for Made {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        __rt::equal_answers(self, other)
    }
}

impl __rt::Shaped for Made {
    const SHAPE: __rt::Shape = {
        use __rt::Always;
        &[Always("url")]
    };

    #[inline]
    fn value(&self, field: usize) -> __rt::Value<'_> {
        use __rt::Encode;
        match field {
            0 => Encode::encode(&self.url),
            _ => __rt::Value::Unknown(&self.unknown),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize) -> __rt::Slot<'_> {
        use __rt::Decode;
        match field {
            0 => Decode::slot(&mut self.url),
            _ => __rt::Slot::Unknown(&mut self.unknown),
        }
    }
}

impl __rt::Encode for Made {
    #[inline]
    fn encode(&self) -> __rt::Value<'_> {
        __rt::Value::Answer(self)
    }
}

impl __rt::Decode for Made {
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
    fn edit_media_example_1() {
        __rt::example::request(
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
        __rt::example::response::<
            super::EditMedia,
        >(
            "{\"code\": 0, \"message\": \"\", \"vodTaskId\": \"t-1\", \"outputs\": [{\"url\": \"https://x.example/1.mp4\"}]}",
        );
    }
}
