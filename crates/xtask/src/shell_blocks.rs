//! The commands that a document tells people to type.

/// A fenced block of shell commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellBlock {
    /// Line of the fence, counted from 1.
    pub line: usize,
    /// What is between the fences.
    pub script: String,
}

/// All blocks fenced as `sh`, in order; other languages are not for typing.
pub fn shell_blocks(markdown: &str) -> Vec<ShellBlock> {
    let mut blocks = Vec::new();
    let mut open: Option<(ShellBlock, bool)> = None;
    for (idx, line) in markdown.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        open = match (open, fence) {
            (None, Some(language)) => {
                let block = ShellBlock { line: idx + 1, script: String::new() };
                Some((block, language.trim() == "sh"))
            }
            (Some((block, is_shell)), Some(_)) => {
                blocks.extend(is_shell.then_some(block));
                None
            }
            (Some((mut block, is_shell)), None) => {
                block.script.push_str(line);
                block.script.push('\n');
                Some((block, is_shell))
            }
            (None, None) => None,
        };
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_blocks_of_shell_are_found() {
        let text =
            "a\n```sh\nmake demo\n```\n```rust\nmake()\n```\n\n```sh\none\ntwo\n```\n```sh\nopen";
        let found = shell_blocks(text);
        let scripts: Vec<_> = found.iter().map(|block| block.script.as_str()).collect();
        assert_eq!(scripts, ["make demo\n", "one\ntwo\n"]);
        assert_eq!(found[1].line, 9);
    }
}
