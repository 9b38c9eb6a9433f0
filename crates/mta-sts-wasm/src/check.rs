//! `checkDomain`: drives the core's state machine with the transport.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use mta_sts::DomainName;
use mta_sts::check::{Check, CheckOptions, Request, RequestId};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::convert::to_js;
use crate::error::Fault;
use crate::settings::{Settings, time};
use crate::transport::Transport;

/// Begins the check; the promise is of the report.
pub(crate) fn start(domain: DomainName, settings: &Settings) -> Result<Promise, JsValue> {
    let transport = Transport::new(settings);
    if transport.client.aborted() {
        return Err(aborted());
    }
    let mut settlers = None;
    let promise = Promise::new(&mut |resolve, reject| settlers = Some((resolve, reject)));
    if let Some((resolve, reject)) = settlers {
        let check = RefCell::new(Check::new(domain, CheckOptions::default()));
        let (on_event, clock) = (settings.on_event(), settings.now());
        let driver = Driver { check, on_event, clock, resolve, reject };
        Rc::new(driver).pump(&Rc::new(transport));
    }
    Ok(promise)
}

pub(crate) fn aborted() -> JsValue {
    Fault::Aborted.error("the check was cancelled")
}

struct Driver {
    check: RefCell<Check>,
    on_event: Option<Function>,
    clock: Function,
    /// Settle the promise; only the first call of either counts, as promises have it.
    resolve: Function,
    reject: Function,
}

impl Driver {
    /// Tells the events, settles when finished, and starts what the check asks for, all of it in parallel.
    fn pump(self: &Rc<Self>, transport: &Rc<Transport>) {
        if let Err(thrown) = self.tell() {
            self.settle(&self.reject, &thrown);
            return;
        }
        loop {
            let next = self.check.borrow_mut().poll_request();
            let Some((id, request)) = next else { break };
            let (driver, transport) = (Rc::clone(self), Rc::clone(transport));
            spawn_local(async move { driver.answer(&transport, id, request).await });
        }
    }

    async fn answer(self: Rc<Self>, transport: &Rc<Transport>, id: RequestId, request: Request) {
        let response = transport.answer(&request).await;
        if transport.client.aborted() {
            self.settle(&self.reject, &aborted());
            return;
        }
        match time(&self.clock) {
            Ok(now) => self.check.borrow_mut().handle_response(id, response, now),
            Err(thrown) => return self.settle(&self.reject, &thrown),
        }
        self.pump(transport);
    }

    fn tell(&self) -> Result<(), JsValue> {
        loop {
            let next = self.check.borrow_mut().poll_event();
            let Some(event) = next else { break };
            if let Some(on_event) = &self.on_event {
                // Made before the call: what is called may do as it likes, but not with the check borrowed.
                let view = to_js(&self.check.borrow().view(event))?;
                on_event.call1(&JsValue::UNDEFINED, &view)?;
            }
        }
        if let Some(report) = self.check.borrow().report() {
            self.settle(&self.resolve, &to_js(report)?);
        }
        Ok(())
    }

    fn settle(&self, how: &Function, value: &JsValue) {
        // A promise's own functions do not throw.
        let _ = how.call1(&JsValue::UNDEFINED, value);
    }
}
