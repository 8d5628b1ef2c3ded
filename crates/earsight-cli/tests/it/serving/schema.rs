//! JSON Schema, as much of it as the OpenAPI document uses: a library of it would build half of the program twice.

use serde_json::Value;

/// Words that say nothing about what is valid here.
const REMARKS: &[&str] = &["description", "default", "format"];

/// What is wrong with `value`, by the place where it is; what is not written down is wrong, too.
pub fn wrong(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    Checked { document, wrong: &mut wrong }.check(schema, value, "answer");
    wrong
}

struct Checked<'a> {
    document: &'a Value,
    wrong: &'a mut Vec<String>,
}

impl Checked<'_> {
    fn check(&mut self, schema: &Value, value: &Value, place: &str) {
        for (keyword, said) in schema.as_object().expect("a schema is an object") {
            let is_right = match keyword.as_str() {
                "$ref" => {
                    let pointer = said.as_str().and_then(|it| it.strip_prefix('#')).unwrap();
                    let document = self.document;
                    self.check(document.pointer(pointer).expect(pointer), value, place);
                    true
                }
                "type" => one_or_all(said).iter().any(|name| is_of(value, name.as_str().unwrap())),
                "enum" => said.as_array().unwrap().contains(value),
                "minimum" => value.as_f64().is_none_or(|it| it >= said.as_f64().unwrap()),
                "maximum" => value.as_f64().is_none_or(|it| it <= said.as_f64().unwrap()),
                "minItems" => len(value).is_none_or(|n| n >= said.as_u64().unwrap()),
                "maxItems" => len(value).is_none_or(|n| n <= said.as_u64().unwrap()),
                "oneOf" => {
                    let fits = |one: &&Value| wrong(self.document, one, value).is_empty();
                    said.as_array().unwrap().iter().filter(fits).count() == 1
                }
                "required" => value.as_object().is_none_or(|entries| {
                    one_or_all(said).iter().all(|name| entries.contains_key(name.as_str().unwrap()))
                }),
                "items" | "prefixItems" => {
                    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                        let schema = if keyword == "items" { Some(said) } else { said.get(i) };
                        if let Some(schema) = schema {
                            self.check(schema, item, &format!("{place}[{i}]"));
                        }
                    }
                    true
                }
                "properties" => {
                    for (name, property) in value.as_object().into_iter().flatten() {
                        match said.get(name).or(schema.get("additionalProperties")) {
                            Some(Value::Bool(true)) => {}
                            Some(schema @ Value::Object(_)) => {
                                self.check(schema, property, &format!("{place}.{name}"));
                            }
                            _ => self.wrong.push(format!("{place}.{name} is not written down")),
                        }
                    }
                    true
                }
                // Looked at with the properties; alone it describes a map.
                "additionalProperties" => {
                    if schema.get("properties").is_none() && said.is_object() {
                        for (name, property) in value.as_object().into_iter().flatten() {
                            self.check(said, property, &format!("{place}.{name}"));
                        }
                    }
                    true
                }
                remark if REMARKS.contains(&remark) => true,
                unknown => panic!("`{unknown}` is not looked at"),
            };
            if !is_right {
                self.wrong.push(format!("{place}: {keyword} {said}, and it is {value}"));
            }
        }
    }
}

fn one_or_all(said: &Value) -> &[Value] {
    said.as_array().map_or(std::slice::from_ref(said), Vec::as_slice)
}

fn len(value: &Value) -> Option<u64> {
    value.as_array().map(|items| items.len() as u64)
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        unknown => panic!("`{unknown}` is no type"),
    }
}

#[test]
fn what_is_not_as_written_down_is_seen() {
    use serde_json::json;

    let document = json!({"components": {"Second": {"type": "integer", "minimum": 0}}});
    let schema = json!({
        "type": "object",
        "required": ["clip", "seconds"],
        "properties": {
            "clip": {"type": "string"},
            "seconds": {"type": "array", "maxItems": 2, "items": {"$ref": "#/components/Second"}},
            "sense": {"enum": ["audio", "visual"]},
            "span": {"oneOf": [{"type": "null"}, {"type": "number"}]},
        },
    });
    let n_wrong = |value: Value| wrong(&document, &schema, &value).len();
    assert_eq!(n_wrong(json!({"clip": "a", "seconds": [0, 1], "sense": "audio", "span": 1.5})), 0);
    for value in [
        json!([]),
        json!({"clip": "a"}),
        json!({"clip": 1, "seconds": []}),
        json!({"clip": "a", "seconds": [-1]}),
        json!({"clip": "a", "seconds": [0.5]}),
        json!({"clip": "a", "seconds": [1, 2, 3]}),
        json!({"clip": "a", "seconds": [], "sense": "smell"}),
        json!({"clip": "a", "seconds": [], "span": "b"}),
        json!({"clip": "a", "seconds": [], "more": 1}),
    ] {
        assert_eq!(n_wrong(value.clone()), 1, "{value}");
    }
}
