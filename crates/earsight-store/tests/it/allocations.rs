//! Measures the memory that a function allocates on its thread.
#![allow(unsafe_code)] // an allocator is unsafe by its trait; this one calls the system's

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Bytes allocated on this thread, and the most at any time.
    static BYTES: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = BYTES.try_with(|bytes| {
            let now = bytes.get().0.wrapping_add(layout.size());
            bytes.set((now, bytes.get().1.max(now)));
        });
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        let _ = BYTES.try_with(|bytes| {
            bytes.set((bytes.get().0.wrapping_sub(layout.size()), bytes.get().1));
        });
        unsafe { System.dealloc(memory, layout) }
    }
}

/// What a function returns, and the most bytes that it had allocated at any time.
pub fn peak_bytes<T>(run: impl FnOnce() -> T) -> (T, usize) {
    // Far from 0, as memory of other threads may be freed here.
    const START: usize = 1 << 60;
    BYTES.set((START, START));
    let result = run();
    (result, BYTES.get().1 - START)
}
