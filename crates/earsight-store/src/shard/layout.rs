//! Locates the columns of a shard in an Arrow IPC file without trusting its offsets and lengths.
//!
//! The readers of `arrow-ipc` 60.1.0 are not used because a corrupt file makes them panic.
//! Of 200,000 mutated shards, `FileDecoder` panicked on 6,094 although the ranges of footer and block were checked:
//! 5,980 times with "the offset of the new Buffer cannot exceed the existing length" (`slice_with_length`),
//! 102 times with "integer overflow computing expected number of expected values in FixedListSize",
//! 11 times with "assertion failed: prefix.is_empty() && suffix.is_empty()" (alignment), once on a message's length.
//! With the ranges of all buffers checked before, it still panicked on 48.
//! `FileReader` allocates what a block's length states: 2 PiB, which aborts the process.
//! It also validates every clip's name on opening; this module reads the header only and allocates nothing.
//! `tests/it/fuzz.rs` mutates shards in the same way: no panic in 1,500,000 cases.

use arrow_buffer::{ArrowNativeType, Buffer, ScalarBuffer};
use arrow_ipc::{Block, Field, RecordBatch, Type};

use super::{Column, Precision, Shard, Values};

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
        .chain(columns.iter().map(|column| {
            let number = match column.precision {
                Precision::Half => "f16",
                Precision::Single => "f32",
            };
            format!("{}: [{number}; {}]", column.name, column.dim)
        }))
        .collect();
    if found == expected {
        return Ok(());
    }
    Err(format!("it has the columns ({}) instead of ({})", found.join(", "), expected.join(", ")))
}

fn describe(field: &Field<'_>) -> String {
    let name = field.name().unwrap_or_default();
    let number = |field: &Field<'_>| match field.type_as_floating_point()?.precision() {
        arrow_ipc::Precision::HALF => Some("f16"),
        arrow_ipc::Precision::SINGLE => Some("f32"),
        _ => None,
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
            let number = item.and_then(|item| number(&item)).unwrap_or("?");
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

fn columns_of(batch: &RecordBatch<'_>, body: &Buffer, columns: &[Column]) -> Checked<Shard> {
    let n_rows = usize::try_from(batch.length()).map_err(|_| "it has a negative number of rows")?;
    let n_ends = n_rows.checked_add(1).ok_or("it has more rows than memory")?;
    let n_values: Vec<usize> = columns
        .iter()
        .map(|column| n_rows.checked_mul(column.dim))
        .collect::<Option<_>>()
        .ok_or("it has more values than memory")?;
    let (nodes, buffers) = batch.nodes().zip(batch.buffers()).ok_or("its columns are missing")?;
    // One node for the clips, one for the seconds, and two for each matrix: its rows and its values.
    let lengths = [n_rows; 2].into_iter().chain(n_values.iter().flat_map(|&n| [n_rows, n]));
    if (nodes.len(), buffers.len()) != (2 + 2 * columns.len(), 5 + 3 * columns.len()) {
        return Err(format!("it has {} arrays in {} buffers", nodes.len(), buffers.len()));
    }
    for (node, length) in nodes.iter().zip(lengths) {
        if node.null_count() != 0 {
            return Err(format!("a column has {} missing rows", node.null_count()));
        }
        if usize::try_from(node.length()) != Ok(length) {
            return Err(format!("a column has {} rows instead of {length}", node.length()));
        }
    }
    // Each node has a buffer for the validity of its rows, which is not used as no row is missing.
    let bytes = |idx: usize| {
        slice(body, buffers.get(idx).offset(), buffers.get(idx).length())
            .ok_or("a column lies outside of it")
    };
    Ok(Shard {
        n_rows,
        clip_ends: numbers(bytes(1)?, n_ends)?,
        clip_text: bytes(2)?,
        seconds: numbers(bytes(4)?, n_rows)?,
        matrices: columns
            .iter()
            .zip(n_values)
            .enumerate()
            .map(|(idx, (column, n))| {
                let bytes = bytes(7 + 3 * idx)?;
                let values = match column.precision {
                    Precision::Half => Values::Half(numbers(bytes, n)?),
                    Precision::Single => Values::Single(numbers(bytes, n)?),
                };
                Ok((column.dim, values))
            })
            .collect::<Checked<_>>()?,
    })
}

fn numbers<N: ArrowNativeType>(bytes: Buffer, n_values: usize) -> Checked<ScalarBuffer<N>> {
    let n_bytes = n_values.checked_mul(size_of::<N>()).ok_or("a column is longer than memory")?;
    if bytes.len() < n_bytes {
        return Err(format!("a column has {} bytes instead of {n_bytes}", bytes.len()));
    }
    if !bytes.as_ptr().cast::<N>().is_aligned() {
        return Err("a column is not aligned".into());
    }
    Ok(ScalarBuffer::new(bytes, 0, n_values))
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Precision, RowBuffer, Shard};
    use ndarray::Array2;

    #[test]
    fn other_columns_are_named() {
        let precision = Precision::Single;
        let columns = |dim| vec![Column { name: "visual".into(), dim, precision }];
        let mut rows = RowBuffer::new(columns(3));
        rows.push(&"a.mp4".into(), 7, &[Array2::zeros((2, 3)).view()]);
        let reason = Shard::open(rows.encode().unwrap().into(), &columns(4)).unwrap_err();
        assert!(
            reason.contains("visual: [f32; 3]") && reason.contains("visual: [f32; 4]"),
            "{reason}"
        );
    }
}
