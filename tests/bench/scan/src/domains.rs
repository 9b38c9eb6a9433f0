//! The domains of each comparison, and what DNS knows of them.

/// Domains whose policy is fetched.
pub const WITH_POLICY: usize = 1_280;

/// Domains that are only looked up.
pub const MANY: usize = 100_000;

/// The same, for the memory that a shorter list takes.
pub const FEW: usize = 10_000;

/// MX hosts that 95 % of the domains share; the others have one each.
pub const SHARED: usize = 10;

/// Its name.
pub fn domain(index: usize) -> String {
    format!("d{index}.test")
}

/// Its MX host.
pub fn mx(index: usize) -> String {
    if is_alone(index) { format!("mx.{}", domain(index)) } else { shared_mx(index % SHARED) }
}

pub fn shared_mx(index: usize) -> String {
    format!("mx{index}.provider.test")
}

/// Whether it has an MX host of its own: 5 % of them.
pub fn is_alone(index: usize) -> bool {
    index % 20 == 0
}

/// So many domains, one a line.
pub fn list(count: usize) -> String {
    (0..count).map(|index| domain(index) + "\n").collect()
}
