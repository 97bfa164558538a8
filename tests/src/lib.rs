//! Tests that cross the crates: what the compiler says (`ui/`), signatures against published
//! vectors, journeys against the sandbox. The README's Rust is compiled here too.
#![cfg_attr(doctest, doc = include_str!("../../README.md"))]
