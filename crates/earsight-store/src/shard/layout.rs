//! Where the columns lie in an Arrow IPC file, found without trusting it.
//!
//! The general reader of `arrow-ipc` takes any schema and asserts where a header lies.
//! Ours takes one schema, checks every number it uses, allocates nothing, and says what does not fit.

use arrow_buffer::{ArrowNativeType, Buffer, ScalarBuffer};
use arrow_ipc::{Block, Field, FieldNode, RecordBatch, Type};

use super::{Column, Shard};

type Checked<T> = Result<T, String>;

const MAGIC: &[u8] = b"ARROW1";
/// Length of the footer and the magic, at the very end.
const N_TRAILER_BYTES: usize = 10;
/// Marker and length before a message's header.
const N_PREFIX_BYTES: usize = 8;

pub(super) fn open(file: Buffer, columns: &[Column]) -> Checked<Shard> {
    let footer_bytes = footer_bytes(&file)?;
    let footer = arrow_ipc::root_as_footer(footer_bytes)
        .map_err(|error| format!("its footer is broken ({error})"))?;
    let schema = footer.schema().ok_or("its footer has no schema")?;
    check_schema(&schema, columns)?;
    if footer.dictionaries().is_some_and(|dictionaries| !dictionaries.is_empty()) {
        return Err("it has dictionaries, a shard has none".into());
    }
    let batches = footer.recordBatches().ok_or("it holds no rows")?;
    if batches.len() != 1 {
        return Err(format!("it has {} record batches, a shard has one", batches.len()));
    }
    let (header, body) = message(&file, batches.get(0))?;
    let message = arrow_ipc::root_as_message(&header)
        .map_err(|error| format!("its record batch is broken ({error})"))?;
    let batch = message.header_as_record_batch().ok_or("it holds no record batch")?;
    if batch.compression().is_some() {
        return Err("it is compressed, a shard is mapped as it is".into());
    }
    columns_of(&batch, &body, columns)
}

/// The flatbuffer between the last record batch and the end of the file.
fn footer_bytes(file: &[u8]) -> Checked<&[u8]> {
    let trailer = file
        .len()
        .checked_sub(N_TRAILER_BYTES)
        .filter(|_| file.starts_with(MAGIC) && file.ends_with(MAGIC))
        .ok_or("it is no Arrow file, or only the beginning of one")?;
    let n_bytes = file[trailer..].first_chunk::<4>().map_or(-1, |&bytes| i32::from_le_bytes(bytes));
    usize::try_from(n_bytes)
        .ok()
        .and_then(|n_bytes| trailer.checked_sub(n_bytes))
        .filter(|&start| start >= MAGIC.len())
        .map(|start| &file[start..trailer])
        .ok_or_else(|| format!("its footer claims {n_bytes} bytes"))
}

fn check_schema(schema: &arrow_ipc::Schema<'_>, columns: &[Column]) -> Checked<()> {
    if schema.endianness() != arrow_ipc::Endianness::Little {
        return Err("its numbers are big-endian".into());
    }
    let found = schema.fields().ok_or("its schema has no columns")?;
    if found.len() != columns.len() + 2 {
        return Err(format!("it has {} columns instead of {}", found.len(), columns.len() + 2));
    }
    let found: Vec<String> = found.iter().map(|field| describe(&field)).collect();
    let expected: Vec<String> = ["clip: text".into(), "second: u32".into()]
        .into_iter()
        .chain(columns.iter().map(|column| format!("{}: [f32; {}]", column.name, column.dim)))
        .collect();
    if found == expected {
        return Ok(());
    }
    Err(format!("it has the columns ({}) instead of ({})", found.join(", "), expected.join(", ")))
}

fn describe(field: &Field<'_>) -> String {
    let name = field.name().unwrap_or_default();
    let single = |field: &Field<'_>| {
        field
            .type_as_floating_point()
            .is_some_and(|float| float.precision() == arrow_ipc::Precision::SINGLE)
    };
    let kind = match field.type_type() {
        _ if field.dictionary().is_some() => "dictionary".to_owned(),
        Type::Utf8 => "text".to_owned(),
        Type::Int
            if field.type_as_int().is_some_and(|int| int.bitWidth() == 32 && !int.is_signed()) =>
        {
            "u32".to_owned()
        }
        Type::FixedSizeList => {
            let children = field.children();
            let item = children.and_then(|children| (children.len() == 1).then(|| children.get(0)));
            let dim = field.type_as_fixed_size_list().map_or(0, |list| list.listSize());
            let number = if item.is_some_and(|item| single(&item)) { "f32" } else { "?" };
            format!("[{number}; {dim}]")
        }
        other => format!("{other:?}"),
    };
    format!("{name}: {kind}")
}

/// Header and body of the message that a block of the footer points at.
fn message(file: &Buffer, block: &Block) -> Checked<(Buffer, Buffer)> {
    let header = slice(file, block.offset(), i64::from(block.metaDataLength()))
        .ok_or("its record batch lies outside of it")?;
    let end = block.offset().checked_add(i64::from(block.metaDataLength()));
    let body = end
        .and_then(|start| slice(file, start, block.bodyLength()))
        .ok_or("the body of its record batch lies outside of it")?;
    let n_bytes = match header.first_chunk::<N_PREFIX_BYTES>() {
        Some(&[0xff, 0xff, 0xff, 0xff, length @ ..]) => i64::from(i32::from_le_bytes(length)),
        _ => -1,
    };
    let header = slice(&header, N_PREFIX_BYTES as i64, n_bytes)
        .ok_or_else(|| format!("the header of its record batch claims {n_bytes} bytes"))?;
    Ok((header, body))
}

fn slice(buffer: &Buffer, start: i64, n_bytes: i64) -> Option<Buffer> {
    let (start, n_bytes) = (usize::try_from(start).ok()?, usize::try_from(n_bytes).ok()?);
    (start.checked_add(n_bytes)? <= buffer.len()).then(|| buffer.slice_with_length(start, n_bytes))
}

/// Hands out a record batch's nodes and buffers in the order of its columns.
struct Pieces<'a> {
    nodes: Box<dyn Iterator<Item = &'a FieldNode> + 'a>,
    buffers: Box<dyn Iterator<Item = &'a arrow_ipc::Buffer> + 'a>,
    body: &'a Buffer,
}

impl Pieces<'_> {
    /// Takes a column's node and its map of nulls, of which there must be none.
    fn column(&mut self, n_rows: usize) -> Checked<()> {
        let node = self.nodes.next().ok_or("a column is missing")?;
        if node.null_count() != 0 {
            return Err(format!("a column has {} missing rows", node.null_count()));
        }
        if usize::try_from(node.length()) != Ok(n_rows) {
            return Err(format!("a column has {} rows instead of {n_rows}", node.length()));
        }
        self.buffers.next().ok_or("a column is missing")?;
        Ok(())
    }

    /// Takes a buffer of `n_values` numbers, or of however many bytes it has.
    fn bytes(&mut self) -> Checked<Buffer> {
        let place = self.buffers.next().ok_or("a column is missing")?;
        slice(self.body, place.offset(), place.length())
            .ok_or_else(|| "a column lies outside of it".to_owned())
    }

    fn numbers<N: ArrowNativeType>(&mut self, n_values: usize) -> Checked<ScalarBuffer<N>> {
        let bytes = self.bytes()?;
        let n_bytes =
            n_values.checked_mul(size_of::<N>()).ok_or("a column is longer than memory")?;
        if bytes.len() < n_bytes {
            return Err(format!("a column has {} bytes instead of {n_bytes}", bytes.len()));
        }
        if !bytes.as_ptr().cast::<N>().is_aligned() {
            return Err("a column is not aligned".into());
        }
        Ok(ScalarBuffer::new(bytes, 0, n_values))
    }
}

fn columns_of(batch: &RecordBatch<'_>, body: &Buffer, columns: &[Column]) -> Checked<Shard> {
    let n_rows = usize::try_from(batch.length()).map_err(|_| "it has a negative number of rows")?;
    let mut pieces = Pieces {
        nodes: Box::new(batch.nodes().into_iter().flatten()),
        buffers: Box::new(batch.buffers().into_iter().flatten()),
        body,
    };
    pieces.column(n_rows)?;
    let n_ends = n_rows.checked_add(1).ok_or("it has more rows than memory")?;
    let clip_ends = pieces.numbers(n_ends)?;
    let clip_text = pieces.bytes()?;
    pieces.column(n_rows)?;
    let seconds = pieces.numbers(n_rows)?;
    let matrices = columns
        .iter()
        .map(|column| {
            pieces.column(n_rows)?;
            let n_values =
                n_rows.checked_mul(column.dim).ok_or("it has more values than memory")?;
            pieces.column(n_values)?;
            Ok((column.dim, pieces.numbers(n_values)?))
        })
        .collect::<Checked<_>>()?;
    Ok(Shard { n_rows, clip_ends, clip_text, seconds, matrices })
}

#[cfg(test)]
mod tests {
    use super::super::{Column, RowBuffer, Shard};
    use bytes::Bytes;
    use ndarray::{Array2, array};
    use proptest::prelude::*;

    fn columns() -> Vec<Column> {
        vec![Column { name: "audio".into(), dim: 2 }, Column { name: "visual".into(), dim: 3 }]
    }

    fn small_shard() -> Vec<u8> {
        let mut rows = RowBuffer::new(columns());
        let (audio, visual) = (array![[1.0, 2.0], [3.0, 4.0]], Array2::from_elem((2, 3), 0.5));
        rows.push(&"häuser/a.mp4".into(), 7, &[audio.view(), visual.view()]);
        rows.encode().unwrap()
    }

    /// Opens hostile bytes and touches all that can be read of them.
    fn read_all(bytes: Vec<u8>) -> Option<f32> {
        let shard = Shard::open(Bytes::from(bytes), &columns()).ok()?;
        let moments = (0..shard.n_rows().min(100)).filter_map(|row| shard.moment(row)).count();
        Some(
            moments as f32
                + (0..2).map(|column| shard.matrix(column).iter().sum::<f32>()).sum::<f32>(),
        )
    }

    #[test]
    fn a_shard_reads_back_as_it_was_written() {
        let shard = Shard::open(small_shard().into(), &columns()).unwrap();
        assert_eq!(shard.n_rows(), 2);
        assert_eq!(shard.matrix(0), array![[1.0, 2.0], [3.0, 4.0]]);
        assert_eq!(shard.seconds(), [7, 8]);
        let moment = shard.moment(1).unwrap();
        assert_eq!((moment.clip.as_str(), moment.segment), ("häuser/a.mp4", 8));
        assert_eq!(shard.moment(2), None);
    }

    #[test]
    fn other_columns_are_named() {
        let mut other = columns();
        other[1].dim = 4;
        let reason = Shard::open(small_shard().into(), &other).unwrap_err();
        assert!(
            reason.contains("visual: [f32; 3]") && reason.contains("visual: [f32; 4]"),
            "{reason}"
        );
    }

    #[test]
    fn every_truncation_is_refused() {
        let whole = small_shard();
        for n_bytes in 0..whole.len() {
            assert_eq!(read_all(whole[..n_bytes].to_vec()), None, "{n_bytes} bytes");
        }
        assert!(read_all(whole).is_some());
    }

    #[test]
    fn no_single_wrong_byte_makes_it_panic() {
        let whole = small_shard();
        for place in 0..whole.len() {
            for value in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[place] = value;
                let _ = read_all(bytes);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut dressed = b"ARROW1\0\0".to_vec();
            dressed.extend_from_slice(&bytes);
            dressed.extend_from_slice(&(bytes.len() as i32).to_le_bytes());
            dressed.extend_from_slice(b"ARROW1");
            prop_assert_eq!(read_all(bytes), None);
            prop_assert_eq!(read_all(dressed), None);
        }

        #[test]
        fn no_wrong_bytes_make_it_panic(
            wrong in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)
        ) {
            let mut bytes = small_shard();
            for (place, value) in wrong {
                let place = place.index(bytes.len());
                bytes[place] = value;
            }
            let _ = read_all(bytes);
        }
    }
}
