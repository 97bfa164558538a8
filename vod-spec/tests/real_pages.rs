//! The pages of this repository read without a word, and say what the wire says.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use vod_spec::model::{Api, Body, Field, Repeatable, Rule, Type};
use vod_spec::order::{self, Step};
use vod_spec::parameters::{is_secret, violations};
use vod_spec::protocol::Protocol;
use vod_spec::{Reading, protocol_of, read, read_action, read_page};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn load(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(root().join(path)).map_err(|error| error.to_string())
}

fn clean(reading: &Reading) {
    assert!(reading.diagnostics.is_empty(), "{}", reading.diagnostics.render(&reading.sources));
}

#[test]
fn the_whole_api_reads_clean() {
    let reading = read("spec/v2/README.md", &mut load);
    clean(&reading);
    let api = &reading.api;
    assert_eq!(api.title, "VOD API 2.0");
    assert_eq!(api.protocol, Protocol::V2);
    assert_eq!(api.endpoint, "https://vod.api.qcloud.com/v2/index.php");
    assert_eq!(api.errors.len(), 23);
    assert_eq!(api.errors.iter().filter(|error| error.retry).count(), 3);
    let known = Protocol::V3.common_errors();
    for later in api.errors.iter().filter_map(|error| error.v3.as_deref()) {
        assert!(known.iter().any(|(code, _)| *code == later), "{later}");
    }
    assert_eq!(api.version, None);
    let names: Vec<_> = api.actions.iter().map(|action| action.name.wire.as_str()).collect();
    assert_eq!(names, ["ApplyUpload", "CommitUpload"]);

    let apply = &api.actions[0];
    assert_eq!(apply.page, "spec/v2/ApplyUpload.md");
    assert_eq!(apply.facts.repeatable, Some(Repeatable::Yes));
    let limit = apply.facts.rate_limit.unwrap();
    assert_eq!((limit.calls, limit.per.as_secs()), (100, 60));
    let fields: Vec<_> = apply.request.iter().map(|field| field.name.rust.as_str()).collect();
    let expected = [
        "video_type",
        "video_name",
        "video_size",
        "cover_type",
        "cover_name",
        "cover_size",
        "procedure",
    ];
    assert_eq!(fields, expected);
    assert!(apply.request[0].plain && !apply.request[1].plain);
    assert_eq!(apply.request[4].rules[0].rule, Rule::Needs("coverType".to_owned()));
    assert_eq!(apply.response[0].ty, apply.response[1].ty);
    assert!(apply.response[6].is_secret());
    assert_eq!(apply.errors[0].name.rust, "InternalServiceError");
    assert!(apply.errors[0].retry);
    assert_eq!(apply.errors[0].v3.as_deref(), Some("InternalError"));
    assert_eq!(apply.examples.len(), 2);
    assert_eq!(apply.examples[0].title, "A video with a cover");

    let Type::Named(upload) = apply.response[0].ty else { panic!("a struct") };
    let upload = &api.types[upload];
    assert_eq!(upload.name.rust, "CosUpload");
    assert!(upload.in_response && !upload.in_request);
    let Body::Struct(fields) = &upload.body else { panic!("a struct") };
    assert!(fields[0].plain && !fields[1].plain);
    assert_eq!(reading.sources.text(fields[0].name.span), "storagePath");
}

#[test]
fn an_action_by_itself_uses_of_a_types_page_what_it_uses() {
    let reading = read_action("spec/v3/DeleteMedia.md", Protocol::V3, &mut load);
    clean(&reading);
    let used = reading.api.types.iter().filter(|named| named.in_request || named.in_response);
    assert_eq!(used.map(|named| named.name.wire.as_str()).collect::<Vec<_>>(), ["MediaDeleteItem"]);
}

#[test]
fn one_page_reads_by_itself() {
    let reading = read_action("spec/v2/CommitUpload.md", Protocol::V2, &mut load);
    clean(&reading);
    assert_eq!(reading.api.actions.len(), 1);
    assert_eq!(reading.api.endpoint, "https://vod.api.qcloud.com/v2/index.php");
}

#[test]
fn common_parameters_are_merged_in_byte_order() {
    let reading = read("spec/v2/README.md", &mut load);
    let fields = &reading.api.actions[0].request;
    let names: Vec<&str> = order::of_action(fields, Protocol::V2)
        .iter()
        .map(|step| match step {
            Step::Common(name) => name,
            Step::Own(at) => fields[*at].name.wire.as_str(),
        })
        .collect();
    assert_eq!(
        names,
        [
            "Action",
            "Nonce",
            "Region",
            "SecretId",
            "SignatureMethod",
            "Timestamp",
            "Token",
            "coverName",
            "coverSize",
            "coverType",
            "procedure",
            "videoName",
            "videoSize",
            "videoType",
        ]
    );
}

#[test]
fn a_byte_order_mark_and_crlf_change_nothing() {
    let mut windows = |path: &str| {
        let text = String::from_utf8(load(path)?).map_err(|error| error.to_string())?;
        Ok(format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes())
    };
    let reading = read("spec/v2/README.md", &mut windows);
    clean(&reading);
    assert_eq!(reading.api.actions[0].request.len(), 7);
}

const V3_PAGE: &str = "vod-spec/tests/pages/v3_good/CreateProcedureTemplate.md";
const V3_INDEX: &str = "vod-spec/tests/pages/v3_good/README.md";

fn wires(fields: &[Field], steps: &[Step]) -> Vec<String> {
    let wire = |step: &Step| match step {
        Step::Common(name) => (*name).to_owned(),
        Step::Own(at) => fields[*at].name.wire.clone(),
    };
    steps.iter().map(wire).collect()
}

fn fields_of<'a>(api: &'a Api, name: &str) -> &'a [Field] {
    let named = api.types.iter().find_map(|one| match &one.body {
        Body::Struct(fields) if one.name.wire == name => Some(fields.as_slice()),
        _ => None,
    });
    named.unwrap_or_default()
}

#[test]
fn an_index_of_api_3_0_reads_clean() {
    let reading = read(V3_INDEX, &mut load);
    clean(&reading);
    let api = &reading.api;
    assert_eq!(api.protocol, Protocol::V3);
    assert_eq!(api.endpoint, "https://vod.tencentcloudapi.com");
    assert_eq!(api.version.as_deref(), Some("2018-07-17"));
    assert_eq!(api.errors.len(), Protocol::V3.common_errors().len() + 1);
    let [create, describe] = &api.actions[..] else { panic!("two Actions") };
    assert_eq!(create.facts.version, None);
    assert_eq!(describe.facts.version.as_deref(), Some("2024-07-18"));
    assert_eq!(create.errors[2].name.rust, "InvalidParameterValueName");
    assert_eq!(create.errors[2].v3, None);
    assert_eq!(create.request[1].name.rust, "sub_app_id");
    assert!(create.response.is_empty());

    // As the page lists them, with nothing of the protocol between.
    let own = [
        "Name",
        "SubAppId",
        "Comment",
        "MediaProcessTask",
        "Action",
        "Region",
        "Ext_Info",
        "Silent",
    ];
    let steps = order::of_action(&create.request, Protocol::V3);
    assert_eq!(wires(&create.request, &steps), own);
    let fields = fields_of(api, "TranscodeTaskInput");
    let steps = order::of_nested(fields, Protocol::V3);
    assert_eq!(wires(fields, &steps), ["Definition", "Watermarks", "Fallback"]);
    let steps = order::of_nested(fields, Protocol::V2);
    assert_eq!(wires(fields, &steps), ["Definition", "Fallback", "Watermarks"]);

    let types: Vec<_> = api.types.iter().map(|one| one.name.wire.as_str()).collect();
    let listed = [
        "MediaProcessTaskInput",
        "TranscodeTaskInput",
        "WatermarkInput",
        "ProcedureTemplate",
        "ProcedureKind",
    ];
    assert_eq!(types, listed);
    let plain = |name| fields_of(api, name).iter().map(|field| field.plain).collect::<Vec<_>>();
    assert_eq!(plain("TranscodeTaskInput"), [true, false, false]);
    assert_eq!(plain("ProcedureTemplate"), [true, true, false, true, false]);
    for (name, asked, answered) in
        [("MediaProcessTaskInput", true, true), ("ProcedureTemplate", false, true)]
    {
        let one = api.types.iter().find(|one| one.name.wire == name).unwrap();
        assert_eq!((one.in_request, one.in_response), (asked, answered), "{name}");
    }
}

#[test]
fn pages_of_api_3_0_are_known_by_themselves() {
    for page in [V3_INDEX, V3_PAGE, "vod-spec/tests/pages/v3_good/Types.md"] {
        assert_eq!(protocol_of(page, &mut load), Protocol::V3, "{page}");
        // Without the index beside it.
        let text = load(page).unwrap();
        let mut alone = |path: &str| {
            if path == "X.md" {
                Ok(text.clone())
            } else {
                load(&format!("vod-spec/tests/pages/v3_good/{path}"))
                    .map_err(|_| "not there".to_owned())
            }
        };
        assert_eq!(protocol_of("X.md", &mut alone), Protocol::V3, "{page}");
    }
    for page in ["spec/v2/README.md", "spec/v2/ApplyUpload.md", "spec/v2/CommitUpload.md"] {
        assert_eq!(protocol_of(page, &mut load), Protocol::V2, "{page}");
    }
}

#[test]
fn parameters_of_api_3_0_are_held_against_their_page_by_dotted_names() {
    let reading = read(V3_INDEX, &mut load);
    let create = &reading.api.actions[0];
    let told = |parameters: &[(&str, &str)]| -> Vec<String> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let parameters = parameters.iter().map(own).collect();
        violations(&reading.api, &create.request, &parameters)
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    let transcode = "MediaProcessTask.TranscodeTaskSet.0";
    let definition = format!("{transcode}.Fallback.Definition");
    let right = [
        ("Name", "flow"),
        ("Region", "any"),
        ("Ext_Info", "{}"),
        ("Silent", "1"),
        ("MediaProcessTask.TranscodeTaskSet.0.Definition", "20"),
        (definition.as_str(), "10"),
    ];
    assert_eq!(told(&right), [""; 0]);
    let wrong = [("Silent", "true"), (definition.as_str(), "ten"), ("ext_info", "")];
    assert_eq!(
        told(&wrong),
        [
            "`Name` is required",
            &format!("`{transcode}.Definition` is required"),
            &format!("`{definition}` must be a whole number that is not negative"),
            "`Silent` must be 0 or 1",
            "`ext_info` is no parameter of the page; did you mean `Ext_Info`?",
        ]
    );
    assert!(!is_secret(&reading.api, &create.request, &definition));
    let url = format!("{transcode}.Watermarks.1.Pull_Url");
    assert!(is_secret(&reading.api, &create.request, &url));
}

/// A types page of `count` structs. The first, and every third after it, is used both ways, the
/// next ones by requests alone, the others by answers alone; each may hold itself, and holds
/// several of itself, and leads to the next of its kind.
fn many_types(count: usize) -> String {
    use std::fmt::Write as _;
    let mut page = "# Types\n".to_owned();
    for at in 0..count {
        let (columns, yes, no) = match at % 3 {
            0 => ("Required | Always", "Yes | Yes", "No | No"),
            1 => ("Required", "Yes", "No"),
            _ => ("Always", "Yes", "No"),
        };
        let rule = if at % 3 == 0 { "|---|---|---|---|---|" } else { "|---|---|---|---|" };
        let _ = write!(
            page,
            "\n## T{at}\n\nA struct.\n\n| Field | {columns} | Type | Description |\n{rule}\n\
             | Name | {yes} | String | Its name |\n\
             | Own_Url | {no} | [T{at}](#t{at}) | Itself |\n\
             | Several | {yes} | Array of [T{at}](#t{at}) | Of itself |\n"
        );
        if at + 3 < count {
            let next = at + 3;
            let _ = writeln!(page, "| Next | {yes} | [T{next}](#t{next}) | Of its kind |");
        }
    }
    page
}

#[test]
fn a_types_page_of_hundreds_of_structs_reads_well() {
    let index = "# A\n\n| Fact | Value |\n|---|---|\n| Protocol | v3 |\n\
        | Endpoint | https://vod.tencentcloudapi.com |\n| Version | 2018-07-17 |\n\n\
        ## Actions\n\n- [Edit](Edit.md)\n";
    let edit = "# Edit\n\n## Request\n\n| Parameter | Required | Type |\n|---|---|---|\n\
        | Both | Yes | [T0](Types.md#t0) |\n| Asked | No | Array of [T1](Types.md#t1) |\n\n\
        ## Response\n\n| Field | Always | Type |\n|---|---|---|\n\
        | Both | Yes | [T0](Types.md#t0) |\n| Told | Yes | [T2](Types.md#t2) |\n";
    let types = many_types(400);
    let mut load = |path: &str| match path {
        "README.md" => Ok(index.into()),
        "Edit.md" => Ok(edit.into()),
        "Types.md" => Ok(types.clone().into()),
        _ => Err("not there".to_owned()),
    };
    let reading = read("README.md", &mut load);
    clean(&reading);
    // Twice the same, in the order of the page.
    for reading in [&reading, &read("README.md", &mut load)] {
        assert_eq!(reading.api.types.len(), 400);
        for (at, definition) in reading.api.types.iter().enumerate() {
            assert_eq!(definition.name.wire, format!("T{at}"));
            let used = (definition.in_request, definition.in_response);
            assert_eq!(used, (at % 3 != 2, at % 3 != 1), "T{at}");
            let Body::Struct(fields) = &definition.body else { panic!("a struct") };
            assert_eq!(fields[1].ty, Type::Named(at));
            let plain: Vec<bool> = fields.iter().map(|field| field.plain).collect();
            assert_eq!(&plain[..3], [true, false, true], "T{at}");
        }
    }
    let alone = read_page("Types.md", Protocol::V3, &mut load);
    clean(&alone);
    assert_eq!(alone.api.types.len(), 400);
}

fn read_text(text: &[u8]) {
    let mut load =
        |path: &str| if path == "X.md" { Ok(text.to_vec()) } else { Err("not there".to_owned()) };
    let _ = protocol_of("X.md", &mut load);
    for protocol in [Protocol::V2, Protocol::V3] {
        let reading = read_action("X.md", protocol, &mut load);
        let _ = reading.diagnostics.render(&reading.sources);
    }
    let index = read("X.md", &mut |_| Ok(text.to_vec()));
    let _ = index.diagnostics.render(&index.sources);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[-#|`~a\\[\\]().=&%;<>! \\\\\\n\\t视:\"{},0-9]{0,400}") {
        read_text(text.as_bytes());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_text(&bytes);
    }

    #[test]
    fn no_edit_of_a_page_makes_it_panic(
        page in prop::sample::select(&["spec/v2/ApplyUpload.md", V3_PAGE][..]),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..20_usize, "[-|#`a视.;=&{}\":,\\n ]{0,4}"), 1..8)
    ) {
        let page = String::from_utf8(load(page).unwrap()).unwrap();
        let mut text: Vec<char> = page.chars().collect();
        for (at, cut, put) in edits {
            let at = at.index(text.len().max(1)).min(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, put.chars());
        }
        read_text(text.into_iter().collect::<String>().as_bytes());
    }
}
