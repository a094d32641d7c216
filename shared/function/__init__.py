"""The shell around every function: events in, idempotency, ledger, outbox, publish, status, log.

Read in this order: `serving` (a request arrives), `delivery` (what a handler gets), `ledger`
(how a decision is kept), `envelope` and `signing` (the wire), `rest` (calls from people).
"""
