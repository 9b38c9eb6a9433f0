//! Plans of changes, RFC 8461 8.1 and 8.3.

use super::codes;

codes! {
    PlanNothingToDo "plan/nothing-to-do" Note "RFC 8461 8.1"
        "what is published is what is wanted"
        "There is nothing to do."
    PlanCurrentUnknown "plan/current-unknown" Error "RFC 8461 8.3"
        "the removal cannot be planned: no policy is given, neither one that is published now nor an earlier one"
        "Give the policy that is served now and its `id`, or, where the record is gone already, each policy before it: Senders apply what they hold until its max_age has passed."
    PlanRemovedEarly "plan/removed-early" Warning "RFC 8461 8.3"
        "the record is gone, and caches may apply an earlier policy until {until}"
        "Serve a policy of mode none again until then: without one, Senders go on applying what they hold."
    PlanEarlierUnknown "plan/earlier-unknown" Warning "RFC 8461 8.3"
        "mode none is served, and no earlier policy is given: the times hold only if all of them have expired"
        "Give each earlier policy with the time when it was served for the last time: record and policy have to stay until the last of them has expired."
    PlanHostRefused "plan/host-refused" Warning "RFC 8461 8.1"
        "caches may hold a policy that does not allow the MX host {host}, until {until}"
        "Senders that hold it do not deliver to this host: keep a host in the MX records that it allows."
    PlanIdReused "plan/id-reused" Warning "RFC 8461 3.1"
        "an earlier policy was announced by the same `id` as the current one"
        "Senders that hold the earlier policy see no change. The plan publishes a new `id`."
    PlanPolicyUnwritable "plan/policy-unwritable" Error "RFC 8461 3.2"
        "the wanted policy cannot be written so that Senders read the same"
        "Look at its extension fields and `mx` patterns: each name may stand once, and values hold no line ends."
}
