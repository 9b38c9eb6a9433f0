//! `cargo xtask style`: the style sheet within the page, which is painted without a second request.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::failure::{Context, Failure};
use crate::marks::Marks;
use crate::paths;

const PAGE: &str = "www/index.html";

const STYLE: Marks = Marks {
    begin: "<!-- style: written by `cargo xtask style` from style.css -->\n",
    end: "<!-- end of style -->",
};

/// In the page's Content-Security-Policy.
const HASH: Marks = Marks { begin: "style-src 'sha256-", end: "'" };

/// Writes the style sheet and its hash into the page.
pub(crate) fn run() -> Result<(), Failure> {
    let path = paths::root().join(PAGE);
    let page = read(PAGE)?;
    let written = with_style(&page, &read("www/style.css")?)?;
    if written == page {
        println!("{PAGE} is current");
        return Ok(());
    }
    fs::write(&path, written).context(|| format!("cannot write {}", path.display()))?;
    println!("{PAGE} has the new style");
    Ok(())
}

/// The page with the style sheet between its marks, and allowed by its hash and nothing else.
fn with_style(page: &str, css: &str) -> Result<String, Failure> {
    // The hash is of all that stands between the tags.
    let content = format!("\n{css}");
    let page = STYLE.insert(PAGE, page, &format!("<style>{content}</style>\n"))?;
    HASH.insert(PAGE, &page, &STANDARD.encode(Sha256::digest(content)))
}

fn read(name: &str) -> Result<String, Failure> {
    let path = paths::root().join(name);
    fs::read_to_string(&path).context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_the_style_sheet_and_its_hash() {
        let page = read(PAGE).unwrap();
        let current = with_style(&page, &read("www/style.css").unwrap()).unwrap();
        assert!(page == current, "{PAGE} is stale: run `cargo xtask style`");
    }

    #[test]
    fn the_hash_is_the_one_that_browsers_take() {
        let Marks { begin, end } = STYLE;
        let page = format!("style-src 'sha256-old'; {begin}old{end} rest");
        let written = with_style(&page, "p { color: red }\n").unwrap();
        let hash = "7Snye0l4UNtpMvNLuyPLr9ySuX29DuwWKkaMJcmejjM=";
        let style = "<style>\np { color: red }\n</style>\n";
        assert_eq!(written, format!("style-src 'sha256-{hash}'; {begin}{style}{end} rest"));
    }
}
