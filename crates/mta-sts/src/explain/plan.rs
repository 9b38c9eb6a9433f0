//! Plans of changes and what the generator refuses. Examples are what was asked for.

use super::{Row, rows};

pub(super) static ROWS: &[Row] = rows! {
    GenerateDomainInvalid
        "Everything that is generated hangs on the Policy Domain's name in ASCII."
        "bücher.example"
        "xn--bcher-kva.example"
    GenerateMxInvalid
        "The name would stand in the policy, where Senders refuse it."
        "10 mail.example.com."
        "mail.example.com"
    GenerateRuaInvalid
        "The address would stand in the TLSRPT record, where Senders refuse it."
        "tls reports@example.com"
        "tls-reports@example.com"
    GeneratePolicyHostInvalid
        "The Policy Host is one CNAME, or addresses, never both (RFC 1034 3.6.2)."
        "host.provider.example, 192.0.2.10"
        "host.provider.example"
    PlanNothingToDo
        "Policy and `id` are already those that are wanted."
        "the same policy again"
        "another mode, MX list or max_age"
    PlanCurrentUnknown
        "How long record and policy have to stay follows from the policies that caches may hold (RFC 8461 8.3)."
        "a removal, and nothing of what is or was published"
        "a removal, the policy that is served now, and its id"
    PlanRemovedEarly
        "Without a policy of mode none to fetch, Senders keep the last one until its max_age has passed (RFC 8461 8.3)."
        "record and policy deleted on the same day"
        "mode none served until every cache has expired, then deleted"
    PlanEarlierUnknown
        "Mode none only tells that the domain leaves; caches may hold what was served before it (RFC 8461 8.3)."
        "mode none served since yesterday, a plan without earlier policies"
        "mode none, and the enforce policy before it with its last day"
    PlanHostRefused
        "A Sender that has not seen the change still applies the policy that it holds."
        "MX moved while caches hold the old policy"
        "both hosts listed, MX moved when the caches have expired"
    PlanIdReused
        "Senders compare the `id` for equality only, so one that returns looks like no change."
        "id=1, then id=2, then id=1"
        "id=1, then id=2, then id=3"
    PlanPolicyUnwritable
        "A field would be read as another one, or not at all."
        "an extension field named `mode`"
        "an extension field named `note`"
};
