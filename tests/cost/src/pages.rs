//! Pages of one shape, a hundred or fewer: 12 parameters, 4 of them required; an answer of 10 fields, one
//! of them a struct; 3 codes; one example.

const VERBS: [&str; 10] = [
    "Apply", "Create", "Delete", "Describe", "Modify", "Process", "Reset", "Search", "Start",
    "Stop",
];
const NOUNS: [&str; 10] = [
    "Class",
    "Cover",
    "Key",
    "Media",
    "Player",
    "Recording",
    "Snapshot",
    "Task",
    "Template",
    "Watermark",
];

/// Every page of an API of so many Actions, by its name; the index comes first.
pub(crate) fn of(actions: usize) -> Vec<(String, String)> {
    let names = VERBS.iter().flat_map(|verb| NOUNS.iter().map(move |noun| format!("{verb}{noun}")));
    let names: Vec<String> = names.take(actions).collect();
    let mut pages = vec![("README.md".to_owned(), index(&names))];
    pages.extend(names.iter().map(|name| (format!("{name}.md"), page(name))));
    pages
}

fn index(names: &[String]) -> String {
    let links: String = names.iter().map(|name| format!("- [{name}]({name}.md)\n")).collect();
    format!(
        "# Many Actions

| Fact | Value |
|---|---|
| Protocol | v2 |
| Endpoint | https://vod.api.qcloud.com/v2/index.php |

## Actions

{links}"
    )
}

fn page(name: &str) -> String {
    let output = format!("{name}Output");
    let link = format!("[{output}](#{})", output.to_lowercase());
    format!(
        r#"# {name}

Does one thing to one file of the library and says what came of it. What takes long goes on after
the answer; its end is told by an event.

| Fact | Value |
|---|---|
| Rate limit | 100/min |
| Repeatable | Yes |

## Request

| Parameter | Required | Type | Constraints | Description |
|---|---|---|---|---|
| fileId | Yes | String | not empty; ..=64 bytes | The file that is worked on |
| fileType | Yes | String | one of mp4, flv, hls | Container of the file |
| definition | Yes | Integer | 1..=999999 | Number of the template that is used |
| labels | Yes | Array of String | ..=10 items; ..=32 chars | Labels that the result gets |
| name | No | String | ..=128 chars | Name of the result |
| description | No | String | ..=250 chars; needs name | What is said of the result |
| expires | No | Unsigned | unix seconds | When the result is deleted |
| priority | No | Integer | -10..=10; default 0 | How soon it is done |
| overwrite | No | Boolean | flag | Whether an older result is replaced |
| width | No | Unsigned | 0 or 128..=1920 | Width of the picture in pixels |
| height | No | Unsigned | 0 or 128..=1920 | Height of the picture in pixels |
| output | No | {link} | | Where the result goes |

## Response

| Field | Always | Type | Constraints | Description |
|---|---|---|---|---|
| taskId | Yes | String | | Names the task that was begun |
| fileId | Yes | String | | The file that is worked on |
| url | No | String | | Where the result will be |
| size | Yes | Unsigned | | Size of the file in bytes |
| offset | Yes | Integer | | Difference between the clocks in seconds |
| finished | Yes | Boolean | | Whether all is done already |
| labels | No | Array of String | | Labels that were kept |
| createTime | Yes | String | | When the file was made |
| duration | No | Float | | Length of the video in seconds |
| output | Yes | {link} | | Where the result goes |

### {output}

Where a result goes.

| Field | Required | Always | Type | Constraints | Description |
|---|---|---|---|---|---|
| bucket | Yes | Yes | String | not empty | The bucket |
| path | No | No | String | | Path in the bucket |
| region | No | No | String | | Region of the bucket |
| quota | No | No | Unsigned | | Space in the bucket in bytes |

## Errors

| Code | Name | Retry | Description |
|---|---|---|---|
| 32001 | InternalServiceError | Yes | The service failed inside |
| 10008 | NoSuchFile | No | There is no such file |
| 10022 | NoSuchTemplate | No | There is no such template |

## Example

```
Action={name}&definition=20&fileId=14508071098244931831&fileType=mp4&labels.0=sea&overwrite=1
```

```json
{{
  "code": 0,
  "message": "",
  "codeDesc": "Success",
  "taskId": "task-1",
  "fileId": "14508071098244931831",
  "size": 1048576,
  "offset": -1,
  "finished": false,
  "createTime": "2026-01-31T08:00:00Z",
  "output": {{ "bucket": "results", "path": "/sea.mp4" }}
}}
```
"#
    )
}
