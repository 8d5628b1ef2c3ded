//! Schemas of pairs: those that `utoipa` derives of tuples allow incomplete ones.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ArrayItems, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The ends of an interval.
#[derive(Debug)]
pub struct Interval;

impl PartialSchema for Interval {
    fn schema() -> RefOr<Schema> {
        pair::<f64, f64>()
    }
}

impl ToSchema for Interval {
    fn name() -> Cow<'static, str> {
        "Interval".into()
    }
}

/// Pairs of a name and a value.
pub fn named<T: PartialSchema>() -> ArrayBuilder {
    ArrayBuilder::new().items(pair::<String, T>())
}

fn pair<A: PartialSchema, B: PartialSchema>() -> RefOr<Schema> {
    let pair = ArrayBuilder::new().prefix_items([A::schema(), B::schema()]);
    Schema::Array(pair.items(ArrayItems::False).min_items(Some(2)).build()).into()
}
