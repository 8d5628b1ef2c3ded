//! A graph as an ONNX model in memory, which inference engines read.
//!
//! Every attribute of an operator is written out, also where it is ONNX's default, since rten wants them.
//! Field numbers are those of `onnx.proto` (ONNX 1.8, operator set 13).

mod wire;

use wire::Message;

use crate::graph::{Dimension, Graph, Node, Operator, Value};
use crate::weights::Tensor;

const OPERATOR_SET: i64 = 13;
const IR_VERSION: i64 = 7;
const FLOAT: i64 = 1;

/// The bytes of a model.
pub(crate) fn model(graph: &Graph) -> Vec<u8> {
    let mut message = Message::default();
    message.text(2, graph.name);
    message.nested(11, &value_info("input", &graph.input));
    for (idx, node) in graph.nodes.iter().enumerate() {
        let mut inputs: Vec<String> = node.inputs.iter().map(|&value| name(value)).collect();
        for constant in constants(idx, &node.operator) {
            message.nested(5, &tensor(&constant));
            inputs.push(constant.name);
        }
        message.nested(1, &operator(idx, node, &inputs));
    }
    let last = name(Value::Node(graph.nodes.len().saturating_sub(1)));
    message.nested(12, &value_info(&last, &[graph.input[0], Dimension::Fixed(graph.dim)]));
    let mut operator_set = Message::default();
    operator_set.text(1, "");
    operator_set.int(2, OPERATOR_SET);
    let mut model = Message::default();
    model.int(1, IR_VERSION);
    model.text(2, "earsight");
    model.nested(7, &message);
    model.nested(8, &operator_set);
    model.into_bytes()
}

fn name(value: Value) -> String {
    match value {
        Value::Input => "input".to_owned(),
        Value::Node(idx) => format!("node.{idx}"),
    }
}

/// An attribute of an operator.
enum Attribute {
    Int(i64),
    Ints(Vec<i64>),
}

/// The numbers that are an operator's further inputs.
fn constants(idx: usize, operator: &Operator) -> Vec<Tensor> {
    let scalar = |what: &str, value: f32| Tensor {
        name: format!("node.{idx}.{what}"),
        shape: vec![],
        values: vec![value],
    };
    match operator {
        Operator::Convolution { weight, bias, .. } | Operator::Dense { weight, bias } => {
            vec![weight.clone(), bias.clone()]
        }
        Operator::Clip { low, high } => vec![scalar("low", *low), scalar("high", *high)],
        _ => vec![],
    }
}

/// An operator's name in ONNX, and its attributes.
fn kind(operator: &Operator) -> (&'static str, Vec<(&'static str, Attribute)>) {
    use Attribute::{Int, Ints};
    let over = |axis: i64| vec![("axes", Ints(vec![axis])), ("keepdims", Int(0))];
    match operator {
        Operator::Convolution { sliding, groups, .. } => {
            let [before, after] = sliding.pads.map(|n| n as i64);
            let attributes = vec![
                ("dilations", Ints(vec![1; 2])),
                ("group", Int(*groups as i64)),
                ("kernel_shape", Ints(vec![sliding.kernel as i64; 2])),
                ("pads", Ints(vec![before, before, after, after])),
                ("strides", Ints(vec![sliding.stride as i64; 2])),
            ];
            ("Conv", attributes)
        }
        Operator::Dense { .. } => ("Gemm", vec![("transA", Int(0)), ("transB", Int(1))]),
        Operator::Relu => ("Relu", vec![]),
        Operator::Clip { .. } => ("Clip", vec![]),
        Operator::Add => ("Add", vec![]),
        Operator::MaxPool => {
            let attributes = vec![
                ("ceil_mode", Int(0)),
                ("dilations", Ints(vec![1; 2])),
                ("kernel_shape", Ints(vec![2; 2])),
                ("pads", Ints(vec![0; 4])),
                ("strides", Ints(vec![2; 2])),
            ];
            ("MaxPool", attributes)
        }
        Operator::GlobalAveragePool => ("GlobalAveragePool", vec![]),
        Operator::Flatten => ("Flatten", vec![("axis", Int(1))]),
        Operator::Transpose { permutation } => {
            ("Transpose", vec![("perm", Ints(permutation.to_vec()))])
        }
        Operator::ReduceMean { axis } => ("ReduceMean", over(*axis)),
        Operator::ReduceMax { axis } => ("ReduceMax", over(*axis)),
    }
}

fn operator(idx: usize, node: &Node, inputs: &[String]) -> Message {
    let output = name(Value::Node(idx));
    let (kind, attributes) = kind(&node.operator);
    let mut message = Message::default();
    inputs.iter().for_each(|input| message.text(1, input));
    message.text(2, &output);
    message.text(3, &output);
    message.text(4, kind);
    for (name, value) in attributes {
        message.nested(5, &attribute(name, &value));
    }
    message
}

fn tensor(tensor: &Tensor) -> Message {
    let mut message = Message::default();
    for &n in &tensor.shape {
        message.int(1, n as i64);
    }
    message.int(2, FLOAT);
    message.text(8, &tensor.name);
    let bytes: Vec<u8> = tensor.values.iter().flat_map(|value| value.to_le_bytes()).collect();
    message.bytes(9, &bytes);
    message
}

fn attribute(name: &str, value: &Attribute) -> Message {
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

fn value_info(name: &str, dimensions: &[Dimension]) -> Message {
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
