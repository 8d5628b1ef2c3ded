//! The OpenAPI document, made from the routes and the types that they receive and return.

use axum::Json;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, Required, ResponseBuilder};
use utoipa::{OpenApi, ToSchema};

use crate::media_file::Origin;
use crate::problem::Problem;

/// What the document says about the API as a whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Earsight",
        version = "1",
        description = "A library of video and audio clips and its models. Clips are named by their paths below the folder that was indexed, percent-encoded as one segment."
    ),
    components(schemas(Problem))
)]
pub(super) struct Api;

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct Bytes(Vec<u8>);

/// This document
#[utoipa::path(get, path = "/api/openapi.json",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(super::api().into_openapi())
}

/// Adds the response of any operation that fails: before the operation's own code, access may be denied.
pub(super) fn add_problems(document: &mut utoipa::openapi::OpenApi) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let problem = ResponseBuilder::new()
        .description("What went wrong (RFC 9457)")
        .content(Problem::MEDIA_TYPE, content)
        .build();
    for operation in operations(document) {
        operation.responses.responses.insert("default".to_owned(), problem.clone().into());
    }
}

/// Describes operations of any media file as those of a file of that origin.
pub(super) fn add_origin(document: &mut utoipa::openapi::OpenApi, origin: Origin) {
    let (parameter, description, suffix) = match origin {
        Origin::Library => ("clip", "The clip's name, `/` as `%2F`", ""),
        Origin::Upload => ("upload", "The id that the upload returned", "_of_upload"),
    };
    let parameter = ParameterBuilder::new()
        .name(parameter)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build();
    for operation in operations(document) {
        if let Some(id) = &mut operation.operation_id {
            id.push_str(suffix);
        }
        operation.parameters.get_or_insert_default().insert(0, parameter.clone());
    }
}

fn operations(document: &mut utoipa::openapi::OpenApi) -> impl Iterator<Item = &mut Operation> {
    let items = document.paths.paths.values_mut();
    items.flat_map(|item| [&mut item.get, &mut item.post].into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_route_is_in_the_document_and_the_reverse() {
        let (router, document) = super::super::api().split_for_parts();
        let router = format!("{router:?}");
        let routes: BTreeSet<&str> =
            router.split('"').filter(|quoted| quoted.starts_with("/api/")).collect();
        let described: BTreeSet<&str> = document.paths.paths.keys().map(String::as_str).collect();
        assert!(routes.contains("/api/clips/{clip}/media"), "{routes:?}");
        assert_eq!(routes, described);
    }
}
