//! Networks as ONNX models in memory: the one form that every inference engine reads.
//!
//! Only what the networks here need is written: a chain of named values in single precision.
//! Every attribute of an operator is written out, also where it is ONNX's default, since rten wants them.
//! Field numbers are those of `onnx.proto` (ONNX 1.8, operator set 13).

mod wire;

use wire::Message;

const OPERATOR_SET: i64 = 13;
const IR_VERSION: i64 = 7;
const FLOAT: i64 = 1;

/// A value of a graph under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value(String);

/// An attribute of an operator.
pub(crate) enum Attribute<'a> {
    Int(i64),
    Ints(&'a [i64]),
}

/// A graph under construction, with one input and one output.
pub(crate) struct Graph {
    message: Message,
    n_values: usize,
}

impl Graph {
    /// A graph whose input has these dimensions; a name in place of a number is free.
    pub(crate) fn new(name: &str, input: &[Dimension<'_>]) -> (Self, Value) {
        let mut graph = Graph { message: Message::default(), n_values: 0 };
        graph.message.text(2, name);
        graph.message.nested(11, &value_info("input", input));
        (graph, Value("input".to_owned()))
    }

    /// A constant in single precision.
    ///
    /// # Shapes
    /// - `values`: as many as the product of `shape`; an empty `shape` is a scalar
    pub(crate) fn constant(&mut self, name: &str, shape: &[usize], values: &[f32]) -> Value {
        let mut tensor = Message::default();
        for &n in shape {
            tensor.int(1, n as i64);
        }
        tensor.int(2, FLOAT);
        tensor.text(8, name);
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        tensor.bytes(9, &bytes);
        self.message.nested(5, &tensor);
        Value(name.to_owned())
    }

    /// Applies an operator and names its result after its position.
    pub(crate) fn operator(
        &mut self,
        kind: &str,
        inputs: &[&Value],
        attributes: &[(&str, Attribute<'_>)],
    ) -> Value {
        let output = Value(format!("{kind}.{}", self.n_values));
        self.n_values += 1;
        let mut node = Message::default();
        for input in inputs {
            node.text(1, &input.0);
        }
        node.text(2, &output.0);
        node.text(3, &output.0);
        node.text(4, kind);
        for (name, value) in attributes {
            node.nested(5, &attribute(name, value));
        }
        self.message.nested(1, &node);
        output
    }

    /// The bytes of the finished model.
    pub(crate) fn into_model(mut self, output: &Value, shape: &[Dimension<'_>]) -> Vec<u8> {
        self.message.nested(12, &value_info(&output.0, shape));
        let mut operator_set = Message::default();
        operator_set.text(1, "");
        operator_set.int(2, OPERATOR_SET);
        let mut model = Message::default();
        model.int(1, IR_VERSION);
        model.text(2, "earsight");
        model.nested(7, &self.message);
        model.nested(8, &operator_set);
        model.into_bytes()
    }
}

/// A dimension of an input or output.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dimension<'a> {
    Fixed(usize),
    Free(&'a str),
}

fn attribute(name: &str, value: &Attribute<'_>) -> Message {
    let mut message = Message::default();
    message.text(1, name);
    let kind = match value {
        Attribute::Int(value) => {
            message.int(3, *value);
            2
        }
        Attribute::Ints(values) => {
            values.iter().for_each(|&value| message.int(8, value));
            7
        }
    };
    message.int(20, kind);
    message
}

fn value_info(name: &str, dimensions: &[Dimension<'_>]) -> Message {
    let mut shape = Message::default();
    for dimension in dimensions {
        let mut of_shape = Message::default();
        match dimension {
            Dimension::Fixed(n) => of_shape.int(1, *n as i64),
            Dimension::Free(name) => of_shape.text(2, name),
        }
        shape.nested(1, &of_shape);
    }
    let mut tensor_type = Message::default();
    tensor_type.int(1, FLOAT);
    tensor_type.nested(2, &shape);
    let mut value_type = Message::default();
    value_type.nested(1, &tensor_type);
    let mut info = Message::default();
    info.text(1, name);
    info.nested(2, &value_type);
    info
}
