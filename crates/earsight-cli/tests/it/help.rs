//! Help is part of the interface.

use crate::assert_reviewed;
use crate::program::Program;

const COMMANDS: [&str; 17] = [
    "learn",
    "extract",
    "train",
    "localize",
    "search",
    "concepts",
    "generate",
    "check",
    "sample",
    "models",
    "report",
    "import",
    "upgrade",
    "bench",
    "doctor",
    "completions",
    "man",
];

fn program() -> Program {
    Program::in_folder(&std::env::temp_dir())
}

#[test]
fn the_help_of_every_command_is_as_reviewed() {
    for flag in ["-h", "--help"] {
        assert_reviewed!(format!("help {flag}"), program().run([flag]).shown());
        for command in COMMANDS {
            let name = format!("help {command} {flag}");
            assert_reviewed!(name, program().run([command, flag]).shown());
        }
    }
    for bench in ["composed", "clips", "curve", "calibration", "ave", "reproduce"] {
        let name = format!("help bench {bench}");
        assert_reviewed!(name, program().run(["bench", bench, "--help"]).shown());
    }
}

#[test]
fn no_arguments_print_help_and_fail() {
    let ran = program().run([""; 0]).exits(2);
    assert!(ran.stderr().contains("Usage:"), "{}", ran.shown());
}

#[test]
fn the_models_are_as_reviewed() {
    assert_reviewed!("models", program().run(["models"]).exits(0).shown());
    let listed = program().run(["models", "--json"]).exits(0).json();
    let models = listed["models"].as_array().unwrap();
    for model in models {
        assert!(model["default_config"].is_object(), "{model}");
    }
    assert!(models.iter().any(|model| model["name"] == listed["default"]));
}

#[test]
fn completions_and_the_manual_contain_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = program().run(["completions", shell]).exits(0).stdout();
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
    let manual = program().run(["man"]).exits(0).stdout();
    for command in COMMANDS {
        assert!(manual.contains(&format!("earsight\\-{command}")), "the manual lacks {command}");
    }
}

#[test]
fn the_doctor_checks_every_part() {
    let health = program().run(["doctor", "--json"]).exits(0).json();
    assert_eq!(health["is_well"], true, "{health}");
    let ran = program().with("EARSIGHT_FFMPEG", "/nowhere/ffmpeg").run(["doctor"]).exits(2);
    assert!(ran.stdout().contains("BROKEN") && ran.stdout().contains("hint:"), "{}", ran.shown());
}
