//! Names below which anybody can register a domain. A short list: whoever misses in it loses one warning.

/// Country-code domains that register below a second label, and those labels. Facts of the Public Suffix List,
/// the busiest registries only; the whole list would weigh more than the rest of the core.
const SECOND_LEVEL: &[(&str, &str)] = &[
    ("ae", "co net org sch ac gov"),
    ("ar", "com net org edu gob gov"),
    ("at", "co or ac gv"),
    ("au", "com net org edu gov asn id"),
    ("bd", "com net org edu gov ac"),
    ("br", "com net org edu gov adv art blog eco ind inf jus leg mil tv"),
    ("cn", "com net org edu gov ac"),
    ("co", "com net org edu gov nom"),
    ("cr", "co ac or go ed fi"),
    ("cy", "com net org ac gov"),
    ("ec", "com net org edu gob gov fin"),
    ("eg", "com net org edu gov sci"),
    ("gh", "com net org edu gov"),
    ("gr", "com net org edu gov"),
    ("hk", "com net org edu gov idv"),
    ("hu", "co info org"),
    ("id", "co or ac go net sch web my"),
    ("il", "co org net ac gov k12 muni"),
    ("in", "co net org ac edu gov res nic firm gen ind"),
    ("jp", "co ne or ac ad ed go gr lg"),
    ("ke", "co or ne go ac sc"),
    ("kr", "co or ne re pe go ac hs"),
    ("lk", "com net org edu gov ac sch"),
    ("ma", "co net org ac gov press"),
    ("mt", "com net org edu"),
    ("mx", "com net org edu gob"),
    ("my", "com net org edu gov mil name"),
    ("ng", "com net org edu gov sch"),
    ("np", "com net org edu gov"),
    ("nz", "co net org ac govt geek gen school iwi maori"),
    ("pe", "com net org edu gob nom"),
    ("ph", "com net org edu gov"),
    ("pk", "com net org edu gov"),
    ("pl", "com net org edu gov info biz"),
    ("pt", "com net org edu gov"),
    ("py", "com net org edu gov"),
    ("ro", "com org info nom firm store"),
    ("rs", "co org edu ac gov in"),
    ("sa", "com net org edu gov med sch"),
    ("sg", "com net org edu gov per"),
    ("sv", "com org edu gob"),
    ("th", "co in or ac go net mi"),
    ("tr", "com net org edu gov bel gen k12 web av dr"),
    ("tw", "com net org edu gov idv"),
    ("tz", "co or ne go ac"),
    ("ua", "com net org edu gov in kiev lviv od"),
    ("ug", "co or ne go ac com org sc"),
    ("uk", "co org ac gov ltd me net nhs plc police sch"),
    ("uy", "com net org edu gub"),
    ("uz", "co com net org"),
    ("ve", "co com net org edu gob info web"),
    ("vn", "com net org edu gov ac"),
    ("za", "co net org ac gov edu law nom school web"),
    ("zm", "co com net org ac gov"),
    ("zw", "co org ac gov"),
];

/// Whether `name`, in lower case, is a top-level domain or a known registry below one.
pub(crate) fn is_public_suffix(name: &str) -> bool {
    let Some((second, top)) = name.split_once('.') else { return true };
    let row = SECOND_LEVEL.binary_search_by_key(&top, |(country, _)| country);
    let labels = row.ok().and_then(|at| SECOND_LEVEL.get(at));
    labels.is_some_and(|(_, labels)| labels.split(' ').any(|label| label == second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_registries_and_leaves_domains_alone() {
        assert!(SECOND_LEVEL.is_sorted());
        for suffix in ["com", "uk", "co.uk", "com.au", "co.zw", "co.ae", "ne.jp"] {
            assert!(is_public_suffix(suffix), "{suffix}");
        }
        for name in ["example.com", "co.de", "a.co.uk", "uk.co", "co.example.uk"] {
            assert!(!is_public_suffix(name), "{name}");
        }
    }
}
