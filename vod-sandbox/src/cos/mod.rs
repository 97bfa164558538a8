//! COS: which object a request means, whether its signature is right, and what happens to it.

mod caller;
mod complete;
mod deed;
mod listing;
mod manifest;
mod multipart;
mod object;
mod receive;
mod sign;
mod sigv4;
mod xml;

use std::pin::Pin;

use axum::body::{Body, HttpBody};
use http::header::EXPECT;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;

use crate::arrival::Arrival;
use crate::fault::Twist;
use crate::form::Parameters;
use crate::state::State;
use crate::upload::{REGION, bucket};
use crate::{Seen, form, media};
use caller::Caller;
pub(crate) use deed::Deed;
use xml::Refusal;

/// The longest key COS takes, in bytes.
const LONGEST_KEY: usize = 850;

/// Answers a request to COS and notes it.
pub(crate) async fn answer(
    state: &State,
    arrival: &Arrival,
    request: Request<Body>,
) -> Response<Body> {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let request_id = request_id();
    let (request, mut body) = request.into_parts();
    let request = Request::from_parts(request, ());
    let answer = handle(state, arrival, &request, &mut body, &request_id).await;
    let refused = answer.is_err();
    let response = answered(state, arrival, (&method, &path), &request_id, answer);
    if refused && !request.headers().contains_key(EXPECT) {
        // Who is still sending would see a reset in place of the refusal.
        while let Some(Ok(_)) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await
        {
        }
    }
    response
}

/// Answers a file of a committed upload, which needs no signature.
pub(crate) async fn publish(
    state: &State,
    arrival: &Arrival,
    request: Request<Body>,
) -> Response<Body> {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let key = path.strip_prefix(media::PATH).unwrap_or("");
    let key = percent_decode_str(key).decode_utf8_lossy();
    let found =
        if state.memory().is_published(&key) { state.store.find(&bucket(), &key) } else { None };
    let twist = Twist::of(arrival.fault.as_ref());
    let answer = object::get(found, request.headers(), method == Method::HEAD, twist).await;
    answered(state, arrival, (&method, &path), &request_id(), answer)
}

/// The bucket that a Host names: `bucket-appid.cos.region.myqcloud.com` or `bucket-appid.localhost`.
pub(crate) fn bucket_of_host(host: &str) -> Option<&str> {
    let name = host.split(':').next().unwrap_or("");
    let folded = name.to_ascii_lowercase();
    let ends = |end| folded.ends_with(end);
    let bucket = if ends(".myqcloud.com") || ends(".tencentcos.cn") {
        folded.split_once(".cos.").map_or("", |(bucket, _)| bucket)
    } else {
        folded.strip_suffix(".localhost").unwrap_or("")
    };
    name.get(..bucket.len()).filter(|bucket| !bucket.is_empty())
}

/// What a query asks, without what signs it.
pub(crate) fn told(query: &str) -> Parameters {
    let mut told = form::read(query);
    told.retain(|name, _| {
        let name = name.to_ascii_lowercase();
        !name.starts_with("q-")
            && !name.starts_with("x-amz-")
            && name != "sign"
            && name != caller::TOKEN
    });
    told
}

/// Whether a text, without the slash before it, can be an object's key.
pub(crate) fn is_key(text: &str) -> bool {
    let climbs = text.split('/').any(|part| part == "." || part == "..");
    !text.is_empty() && text.len() <= LONGEST_KEY && !text.contains('\0') && !climbs
}

async fn handle(
    state: &State,
    arrival: &Arrival,
    request: &Request<()>,
    body: &mut Body,
    request_id: &str,
) -> Result<Response<Body>, Refusal> {
    let (host, twist) = (arrival.host.as_str(), Twist::of(arrival.fault.as_ref()));
    let invalid = |message| Refusal::new(StatusCode::BAD_REQUEST, "InvalidURI", message);
    let path = percent_decode_str(request.uri().path()).decode_utf8();
    let path = path.map_err(|_| invalid("the path is not UTF-8"))?.into_owned();
    let signed = signed(host, &path, request);
    let query = form::read(request.uri().query().unwrap_or(""));
    let pair = |secret_id: &str| {
        let caller = Caller::of(state, secret_id, &signed)?;
        let secret_key = caller.secret_key().to_owned();
        Ok((caller, secret_key))
    };
    let caller = if sigv4::is_meant(&signed) {
        sigv4::check(&signed, &query, state.now(), pair)
    } else {
        sign::check(&signed, state.now(), pair)
    }?;
    let bare = path.strip_prefix('/').unwrap_or(&path);
    let (named, key) = match bucket_of_host(host) {
        Some(bucket) => (bucket, bare),
        None => bare.split_once('/').unwrap_or((bare, "")),
    };
    if named != bucket() {
        let message = "The specified bucket does not exist.";
        return Err(Refusal::new(StatusCode::NOT_FOUND, "NoSuchBucket", message));
    }
    let deed = Deed::of(request.method(), &query);
    if deed == Deed::ListUploads && key.is_empty() {
        return listing::uploads(state, named, &query, |key| caller.may_touch(key));
    }
    if !is_key(key) {
        return Err(invalid("the key is empty, too long, or has a part that no object has"));
    }
    caller.touches(key)?;
    let place = (named, key);
    let headers = request.headers();
    let open = || state.memory().is_reserved(key);
    if matches!(deed, Deed::Put | Deed::Initiate) && !open() {
        return Err(Refusal::denied("no open upload has reserved this path"));
    }
    let upload = || multipart::name(place, &query);
    match deed {
        Deed::Put => object::put(&state.store, place, headers, body, open, twist).await,
        Deed::Get => {
            let head = request.method() == Method::HEAD;
            object::get(state.store.find(named, key), headers, head, twist).await
        }
        Deed::Delete => object::delete(&state.store, named, key),
        Deed::Initiate => Ok(multipart::initiate(state, place, headers)),
        Deed::PutPart => multipart::put(state, &upload()?, &query, headers, body, twist).await,
        Deed::ListParts => listing::parts(state, &upload()?, &query),
        Deed::Complete => {
            complete::complete(state, upload()?, (headers, body), request_id, twist).await
        }
        Deed::Abort => multipart::abort(state, &upload()?),
        Deed::ListUploads => Err(multipart::argument("uploads are listed of a bucket")),
        Deed::Unknown => {
            let message = "the sandbox knows PUT, GET, HEAD and DELETE of objects, and their \
                           uploads in parts";
            Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message))
        }
    }
}

fn signed(host: &str, path: &str, request: &Request<()>) -> sign::Signed {
    let text = |headers: &HeaderMap, name: &http::HeaderName| {
        let values = headers.get_all(name).iter();
        let values: Vec<_> = values.map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        values.join(",")
    };
    let headers = request.headers();
    let parameters = form::read(request.uri().query().unwrap_or(""));
    let bare = host.split(':').next().unwrap_or("").to_owned();
    // Whoever names the bucket in the path may have signed the host that it has at COS.
    let own = format!("{}.cos.{REGION}.myqcloud.com", bucket());
    sign::Signed {
        method: request.method().to_string(),
        path: path.to_owned(),
        parameters: parameters.into_iter().map(|(n, v)| (n.to_ascii_lowercase(), v)).collect(),
        headers: headers.keys().map(|n| (n.as_str().to_owned(), text(headers, n))).collect(),
        hosts: vec![host.to_owned(), bare, own],
    }
}

fn answered(
    state: &State,
    arrival: &Arrival,
    (method, path): (&Method, &str),
    request_id: &str,
    answer: Result<Response<Body>, Refusal>,
) -> Response<Body> {
    let response = reply((method, path), request_id, answer);
    state.memory().note(Seen {
        code: i64::from(response.status().as_u16()),
        ..arrival.seen(method.as_str(), path)
    });
    response
}

/// A refusal by this code, whatever was asked for.
pub(crate) fn refuse(code: &str, method: &Method, path: &str) -> Response<Body> {
    reply((method, path), &request_id(), Err(Refusal::told(code)))
}

fn reply(
    (method, path): (&Method, &str),
    request_id: &str,
    answer: Result<Response<Body>, Refusal>,
) -> Response<Body> {
    let head = method == Method::HEAD;
    let mut response = answer.unwrap_or_else(|refusal| refusal.answer(path, request_id, head));
    if let Ok(value) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert("x-cos-request-id", value);
    }
    response
}

fn request_id() -> String {
    format!("{:032x}", fastrand::u128(..))
}

#[cfg(test)]
mod tests {
    use super::bucket_of_host;

    #[test]
    fn a_host_may_name_the_bucket() {
        assert_eq!(bucket_of_host("b-1.cos.ap-guangzhou.myqcloud.com:80"), Some("b-1"));
        assert_eq!(bucket_of_host("b-1.COS.ap-guangzhou.tencentcos.cn"), Some("b-1"));
        assert_eq!(bucket_of_host("b-1.localhost:9000"), Some("b-1"));
        assert_eq!(bucket_of_host("cos.ap-guangzhou.myqcloud.com"), None);
        assert_eq!(bucket_of_host("127.0.0.1:9000"), None);
        assert_eq!(bucket_of_host("localhost:9000"), None);
    }
}
