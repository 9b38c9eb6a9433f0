//! cargo-fuzz, and the C++ compiler that builds libFuzzer.

use super::cargo_tool::CargoTool;
use super::{Done, apt};
use crate::failure::Failure;
use crate::process::answer;

pub(super) fn ensure() -> Result<Done, Failure> {
    if !has_compiler() {
        apt::install("g++", "no C++ compiler was found", "Install one that answers to c++.")?;
        if !has_compiler() {
            return Err(Failure::new("g++ was installed but c++ is not on the path."));
        }
    }
    CargoTool::cargo_fuzz()?.ensure()
}

fn has_compiler() -> bool {
    answer("c++", &["--version"]).is_some()
}
