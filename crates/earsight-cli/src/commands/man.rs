//! `earsight man`: the manual page, all commands in one.

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::args::Typed;
use crate::exit::Exit;
use crate::terminal::Terminal;

pub fn run(terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut program = Typed::command();
    program.build();
    let mut page = Vec::new();
    Man::new(program.clone()).render(&mut page)?;
    for command in program.get_subcommands() {
        let man = Man::new(command.clone());
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
    }
    terminal.raw(&page)?;
    Ok(Exit::Done)
}
