//! Static files from one folder, and nothing outside it.

use std::path::{Component, Path, PathBuf};

use hyper::body::Incoming;
use hyper::header::{LOCATION, X_CONTENT_TYPE_OPTIONS};
use hyper::{Method, Request, StatusCode};

use super::Site;
use super::reply::{Reply, cors, header, reply, text};
use super::route::{method_not_allowed, not_found};

/// No file of a page is larger.
const MAX_FILE: u64 = 64 << 20;

/// Serves the file that the path names.
pub(crate) async fn serve(request: &Request<Incoming>, site: &Site) -> Reply {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return method_not_allowed("GET, HEAD");
    }
    let path = request.uri().path();
    let Some(www) = &site.www else {
        return if path == "/" { index() } else { not_found() };
    };
    let Some(file) = percent_decode(path).and_then(|path| below(www, &path)) else {
        return not_found();
    };
    let Some(file) = inside(www, file).await else { return not_found() };
    if file.is_dir() {
        if !path.ends_with('/') {
            let response = text(StatusCode::PERMANENT_REDIRECT, "it is a folder");
            return header(response, LOCATION, &format!("{path}/"));
        }
        return match inside(www, file.join("index.html")).await {
            Some(file) => read(&file).await,
            None => not_found(),
        };
    }
    read(&file).await
}

/// What there is to see when the lab serves no page.
fn index() -> Reply {
    let mut body = String::from("A lab for MTA-STS. Ask for /lab/scenarios.json, /lab/ca.pem.\n\n");
    for listed in crate::list() {
        body.push_str(&format!("{:28} {}\n", listed.domain, listed.shows));
    }
    text(StatusCode::OK, body)
}

/// The path below the folder; None when it has a part that is not a plain name.
fn below(www: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path.trim_start_matches('/'));
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    path.components().all(plain).then(|| www.join(path))
}

/// The path with links resolved, if that is still in the folder.
async fn inside(www: &Path, path: PathBuf) -> Option<PathBuf> {
    let path = tokio::fs::canonicalize(path).await.ok()?;
    path.starts_with(www).then_some(path)
}

async fn read(file: &Path) -> Reply {
    match tokio::fs::metadata(file).await {
        Ok(metadata) if metadata.is_file() && metadata.len() <= MAX_FILE => {}
        _ => return not_found(),
    }
    let Ok(body) = tokio::fs::read(file).await else { return not_found() };
    let response = cors(reply(StatusCode::OK, Some(media_type(file)), body.into()));
    header(response, X_CONTENT_TYPE_OPTIONS, "nosniff")
}

fn media_type(file: &Path) -> &'static str {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "ts" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Undoes percent-encoding; None when that is broken or the result is not UTF-8 or has a NUL.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(decoded).ok().filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_below() {
        let www = Path::new("/www");
        assert_eq!(below(www, "/"), Some(PathBuf::from("/www/")));
        assert_eq!(below(www, "/a/b.js"), Some(PathBuf::from("/www/a/b.js")));
        for path in ["/../etc/passwd", "/a/../../b", "/./a/..", "//../x"] {
            assert_eq!(below(www, path), None, "{path}");
        }
    }

    #[test]
    fn decodes() {
        assert_eq!(percent_decode("a%20b").as_deref(), Some("a b"));
        for bad in ["%", "%2", "%zz", "%ff", "%00"] {
            assert_eq!(percent_decode(bad), None, "{bad}");
        }
    }
}
