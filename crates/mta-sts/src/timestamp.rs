//! A point in time as a host passes it in. The core itself has no clock.

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// ```
/// use mta_sts::Timestamp;
/// let now = Timestamp(1_700_000_000);
/// assert_eq!(Timestamp(1_700_086_400).days_since(now), 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Whole days from `earlier` to `self`, rounded down; negative when `self` is earlier.
    pub fn days_since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(86_400)
    }

    /// Year, month and day of the UTC day; zeros outside the years -9999 to 9999.
    ///
    /// ```
    /// assert_eq!(mta_sts::Timestamp(1_700_000_000).date(), (2023, 11, 14));
    /// ```
    #[cfg(feature = "probe")]
    pub fn date(self) -> (i32, u8, u8) {
        let date = time::OffsetDateTime::from_unix_timestamp(self.0).map(|t| t.to_calendar_date());
        date.map_or((0, 0, 0), |(year, month, day)| (year, u8::from(month), day))
    }
}
