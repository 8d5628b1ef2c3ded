//! Protocol Buffers' wire format, as much of it as ONNX models need.

const VARINT: u64 = 0;
const LENGTH_DELIMITED: u64 = 2;

/// A message under construction: fields in the order they were added.
#[derive(Debug, Default)]
pub(super) struct Message(Vec<u8>);

impl Message {
    /// Adds an integer.
    pub(super) fn int(&mut self, field: u64, value: i64) {
        self.varint(field << 3 | VARINT);
        self.varint(value.cast_unsigned());
    }

    /// Adds a string.
    pub(super) fn text(&mut self, field: u64, text: &str) {
        self.bytes(field, text.as_bytes());
    }

    /// Adds bytes.
    pub(super) fn bytes(&mut self, field: u64, bytes: &[u8]) {
        self.varint(field << 3 | LENGTH_DELIMITED);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Adds a message.
    pub(super) fn nested(&mut self, field: u64, message: &Message) {
        self.bytes(field, &message.0);
    }

    /// The encoded message.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Seven bits a byte, lowest first; the high bit says that more follow.
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_encoded_as_the_specification_shows() {
        // The examples of protobuf.dev/programming-guides/encoding.
        let check = |fill: fn(&mut Message), expected: &[u8]| {
            let mut message = Message::default();
            fill(&mut message);
            assert_eq!(message.into_bytes(), expected);
        };
        check(|m| m.int(1, 150), &[0x08, 0x96, 0x01]);
        check(|m| m.text(2, "testing"), b"\x12\x07testing");
        check(
            |m| {
                let mut inner = Message::default();
                inner.int(1, 150);
                m.nested(3, &inner);
            },
            &[0x1a, 0x03, 0x08, 0x96, 0x01],
        );
        check(|m| m.int(1, -2), b"\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01");
    }
}
