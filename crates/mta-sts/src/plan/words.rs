//! What the steps of a plan say.

use super::Action;

/// The words of a step. `{name}` in `what` is a parameter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub what: &'static str,
    pub why: &'static str,
    /// What breaks when the step changes places with the one above it, where that is one it depends on.
    pub if_swapped: Option<(Above, &'static str)>,
    pub rfc: &'static str,
}

impl Words {
    /// What breaks when the step changes places with `above`.
    pub(super) fn swapped_with(&self, above: &Action) -> Option<&'static str> {
        let (needed, words) = self.if_swapped?;
        needed.is(above).then_some(words)
    }
}

/// The step above that a step depends on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Above {
    /// Whatever it is: no other comes there.
    Any,
    PolicyHost,
    Policy,
    Record,
    Wait,
    Reports,
}

impl Above {
    fn is(self, above: &Action) -> bool {
        match self {
            Above::Any => true,
            Above::PolicyHost => matches!(above, Action::PreparePolicyHost { .. }),
            Above::Policy => matches!(above, Action::PublishPolicy { .. }),
            Above::Record => matches!(above, Action::PublishRecord { .. }),
            Above::Wait => matches!(above, Action::Wait { .. }),
            Above::Reports => matches!(above, Action::ReadReports { .. }),
        }
    }
}

const NOWHERE: Option<(Above, &str)> =
    Some((Above::PolicyHost, "Without a Policy Host there is nowhere to serve it."));

const EARLY_WAIT: &str =
    "A wait before the change counts for nothing: the old state is still handed out until then.";

pub(super) static PREPARE_HOST: Words = Words {
    what: "Set up the web server for {host}, with a certificate for this name, and its address records or CNAME in DNS.",
    why: "Senders fetch the policy from this host only, over HTTPS, with a certificate that is valid for its name.",
    if_swapped: None,
    rfc: "RFC 8461 3.3",
};

pub(super) static PREPARE_TARGET: Words = Words {
    what: "Serve today's policy at {target} too, with a certificate for {host}.",
    why: "The certificate must be valid for the Policy Host itself, not for the name that its CNAME points to.",
    if_swapped: None,
    rfc: "RFC 8461 8.2",
};

pub(super) static MOVE_HOST: Words = Words {
    what: "Point {host} to {target} by CNAME.",
    why: "Senders reach the new server as their resolvers forget the old address. The policy is the same, so the id stays. Where a provider is to change the policy later, _mta-sts has to point to the provider's record by CNAME as well.",
    if_swapped: Some((
        Above::Any,
        "Senders reach a server that has no policy or no valid certificate, and cannot fetch the policy.",
    )),
    rfc: "RFC 8461 8.2",
};

pub(super) static WAIT_FOR_HOST: Words = Words {
    what: "Wait until the TTL of the Policy Host's old records has passed. Both servers serve the same policy meanwhile.",
    why: "Until then resolvers send Senders to the old server.",
    if_swapped: Some((Above::Any, EARLY_WAIT)),
    rfc: "RFC 8461 8.2",
};

pub(super) static RETIRE_HOST: Words = Words {
    what: "Switch off the old server of {host}.",
    why: "No resolver knows its address any more.",
    if_swapped: Some((
        Above::Any,
        "Senders whose resolvers still hold the old address cannot fetch the policy.",
    )),
    rfc: "RFC 8461 8.2",
};

pub(super) static PUBLISH_FIRST: Words = Words {
    what: "Serve the policy at {url}, and see with curl that every server behind this name gives it.",
    why: "The policy is updated before the TXT record, so that whoever sees the record finds the policy.",
    if_swapped: NOWHERE,
    rfc: "RFC 8461 8.1",
};

pub(super) static PUBLISH_OPEN: Words = Words {
    what: "Serve the policy that allows old and new MX hosts at {url}, and see with curl that every server behind this name gives it.",
    why: "The policy is updated before the TXT record, and MX hosts are allowed before mail depends on them.",
    if_swapped: NOWHERE,
    rfc: "RFC 8461 8.1",
};

pub(super) static PUBLISH: Words = Words {
    what: "Serve the new policy at {url}, and see with curl that every server behind this name gives it.",
    why: "The policy is updated before the TXT record, so that no Sender keeps the old policy under the new id.",
    if_swapped: NOWHERE,
    rfc: "RFC 8461 8.1",
};

pub(super) static PUBLISH_AFTER_MX: Words = Words {
    what: "Serve the policy without the old MX hosts at {url}, and see with curl that every server behind this name gives it.",
    why: "The policy should allow no more hosts than needed. Sooner, Senders whose resolvers still held the old MX records would refuse the old MX hosts.",
    if_swapped: NOWHERE,
    rfc: "RFC 8461 8.1",
};

pub(super) static PUBLISH_TESTING: Words = Words {
    what: "Serve the policy in mode testing at {url}, and see with curl that every server behind this name gives it.",
    why: "In mode testing failures are reported and mail is still delivered: what is wrong shows before it costs mail.",
    if_swapped: NOWHERE,
    rfc: "RFC 8461 2",
};

pub(super) static PUBLISH_ENFORCE: Words = Words {
    what: "When the reports show no failure, serve the policy in mode enforce at {url}, and see with curl that every server behind this name gives it.",
    why: "From now on Senders do not deliver where validation fails.",
    if_swapped: Some((
        Above::Reports,
        "Mail waits in Senders' queues for every MX host that does not validate, and nobody has looked for one.",
    )),
    rfc: "RFC 8461 5",
};

pub(super) static PUBLISH_NONE: Words = Words {
    what: "Serve a policy of mode none with a small max_age at {url}, and see with curl that every server behind this name gives it.",
    why: "Mode none tells Senders, authenticated, that the domain leaves MTA-STS; without it they cannot tell this from an attack.",
    if_swapped: NOWHERE,
    rfc: "RFC 8461 8.3",
};

pub(super) static PUBLISH_RECORD: Words = Words {
    what: "Publish the TXT record at {name}: {record}",
    why: "A Sender that holds a policy fetches again only when it sees a new id.",
    if_swapped: Some((
        Above::Policy,
        "Senders that see the new id before the new policy fetch the old policy, keep it under the new id, and do not ask again.",
    )),
    rfc: "RFC 8461 8.1",
};

pub(super) static PUBLISH_FIRST_RECORD: Words = Words {
    if_swapped: Some((
        Above::Policy,
        "Senders that see the record before the policy is there cannot fetch it, and report this as a failure.",
    )),
    why: "A Sender looks for a policy only where it finds this record.",
    ..PUBLISH_RECORD
};

pub(super) static WAIT_FOR_CACHES: Words = Words {
    what: "Wait until Senders know the new MX hosts.",
    why: "Senders that can look have the new policy when the TXT record's TTL has passed; the others keep a policy without the new MX hosts until its max_age has passed.",
    if_swapped: Some((Above::Record, EARLY_WAIT)),
    rfc: "RFC 8461 8.1",
};

pub(super) static WAIT_FOR_STAYING: Words = Words {
    what: "Wait until no Sender depends on the MX hosts that go.",
    why: "Senders that hold a policy without the MX hosts that stay deliver to the others only. Those that can look have the new policy when the TXT record's TTL has passed; the rest keep the older one until its max_age has passed.",
    if_swapped: Some((Above::Record, EARLY_WAIT)),
    rfc: "RFC 8461 8.1",
};

pub(super) static CHANGE_MX: Words = Words {
    what: "Change the MX records:{add}{remove}.{keep}",
    why: "Mail goes to a host only when Senders' policies allow it. Senders that still hold an older policy use a host it allows, where the MX records name one.",
    if_swapped: Some((
        Above::Wait,
        "Senders that still hold a policy without the new MX hosts refuse them, and mail waits in their queues.",
    )),
    rfc: "RFC 8461 8.1",
};

/// What a change of MX hosts before its time does where no policy in caches has mode enforce.
pub(super) const CHANGE_MX_REPORTED: Option<(Above, &str)> = Some((
    Above::Wait,
    "Senders that still hold a policy without the new MX hosts report each delivery to them as a failure.",
));

/// RFC 8461 4.2: a new host has to pass, whatever the policy allows.
pub(super) const CHANGE_MX_PREPARED: &str = "See that each new MX host offers STARTTLS with a valid certificate for its own name, then change the MX records:{add}{remove}.{keep}";

pub(super) static REMOVE_MX: Words = Words {
    what: "Change the MX records:{remove}.{keep}",
    why: "First mail stops going to an MX host, then the policy stops allowing it.",
    if_swapped: Some((
        Above::Wait,
        "Senders that still hold a policy without the MX hosts that stay find none that they may use, and mail waits in their queues.",
    )),
    rfc: "RFC 8461 8.1",
};

pub(super) static WAIT_FOR_MX: Words = Words {
    what: "Wait until the TTL of the old MX records has passed.",
    why: "Until then resolvers send Senders to the old MX hosts, so these must run and the policy must allow them.",
    if_swapped: Some((Above::Any, EARLY_WAIT)),
    rfc: "RFC 8461 8.1",
};

pub(super) static RETIRE_MX: Words = Words {
    what: "The old MX hosts may be switched off: {hosts}.",
    why: "No resolver names them any more.",
    if_swapped: Some((
        Above::Any,
        "Senders whose resolvers still hold the old MX records find the old hosts gone, and mail waits in their queues.",
    )),
    rfc: "RFC 8461 8.1",
};

pub(super) static READ_REPORTS: Words = Words {
    what: "Publish a TLSRPT record if there is none, and read a week of TLS reports. Mend what fails.",
    why: "Reports come daily; a week shows Senders that write on some days only.",
    if_swapped: Some((Above::Record, EARLY_WAIT)),
    rfc: "RFC 8460 4.1",
};

pub(super) static WAIT_FOR_LAST: Words = Words {
    what: "Wait until no Sender applies an older policy. Keep every MX host working meanwhile.",
    why: "Senders that can look have the new policy when the TXT record's TTL has passed; the others keep an older one until its max_age has passed.",
    if_swapped: Some((Above::Record, EARLY_WAIT)),
    rfc: "RFC 8461 8.1",
};

pub(super) static WAIT_FOR_ALL: Words = Words {
    what: "Wait until all policies ever served have expired. Keep policy, record and MX hosts as they are.",
    why: "Each policy counts from the last time it was served; an older one with a longer max_age may outlive the last one.",
    if_swapped: Some((Above::Record, EARLY_WAIT)),
    rfc: "RFC 8461 8.3",
};

pub(super) static REMOVE_RECORD: Words = Words {
    what: "Delete the TXT record at {name}.",
    why: "No cache holds a policy any more, so nobody takes its absence for an attack.",
    if_swapped: Some((
        Above::Wait,
        "Senders that hold an older policy never learn of mode none: they go on applying it, and report the missing policy as a failure.",
    )),
    rfc: "RFC 8461 8.3",
};

pub(super) static WAIT_FOR_RECORD: Words = Words {
    what: "Wait until the TXT record's TTL has passed.",
    why: "Until then resolvers still announce the policy.",
    if_swapped: Some((Above::Any, EARLY_WAIT)),
    rfc: "RFC 8461 8.3",
};

pub(super) static REMOVE_HOST: Words = Words {
    what: "Remove {host} from DNS and the web server.",
    why: "Nobody is told of it any more.",
    if_swapped: Some((
        Above::Any,
        "Senders whose resolvers still hold the TXT record cannot fetch the policy, and report this as a failure.",
    )),
    rfc: "RFC 8461 8.3",
};
