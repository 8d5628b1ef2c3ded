//! Loops that are compiled for several kinds of processor.

/// Defines functions without a result whose bodies are compiled for each kind of processor; which one runs is chosen
/// at run time.
///
/// A body becomes the method of a struct, not a closure: a closure may be called instead of inlined, and the vector
/// instructions are then missing.
macro_rules! vectorized {
    ($(
        $(#[$attribute:meta])*
        $visibility:vis fn $name:ident<$lifetime:lifetime>($($argument:ident: $type:ty),+ $(,)?) $body:block
    )+) => { $(
        $(#[$attribute])*
        $visibility fn $name<$lifetime>($($argument: $type),+) {
            struct Loop<$lifetime> {
                $($argument: $type),+
            }

            impl<$lifetime> pulp::WithSimd for Loop<$lifetime> {
                type Output = ();

                #[inline(always)]
                fn with_simd<S: pulp::Simd>(self, _: S) {
                    let Loop { $($argument),+ } = self;
                    $body
                }
            }
            pulp::Arch::new().dispatch(Loop { $($argument),+ });
        }
    )+ };
}
pub(crate) use vectorized;
