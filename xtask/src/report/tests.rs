//! The renderers against golden files; `UPDATE_EXPECT=1 cargo test -p xtask` writes them anew.

use std::fs;
use std::path::Path;

use taipan_lab::cell::{self, Params};
use taipan_lab::column::Column;
use taipan_lab::experiment::Size;
use taipan_lab::findings::Findings;
use taipan_lab::host::Host;
use taipan_lab::reading;
use taipan_lab::sample::{Build, Header, Outcome, Sample};
use taipan_lab::store::Results;

use crate::report::{RENDERERS, Renderer};

#[test]
fn reports_are_as_they_were_blessed() {
    let findings = findings();
    for renderer in RENDERERS {
        check(renderer, &findings);
    }
}

#[test]
fn the_page_needs_no_network_and_no_script() {
    let page = super::html::Html.render(&findings());
    for banned in ["http:", "https:", "src=", "<link", "<script", "@import", "url("] {
        assert!(!page.contains(banned), "{banned}");
    }
}

#[test]
fn every_link_of_the_page_has_an_end() {
    let page = super::html::Html.render(&findings());
    let links: Vec<&str> = page.split("href='#").skip(1).filter_map(|rest| rest.split('\'').next()).collect();
    assert!(links.len() > 20);
    for link in links {
        assert!(page.contains(&format!("id='{link}'")), "#{link} leads nowhere");
    }
}

#[test]
fn every_picture_has_words() {
    let page = super::html::Html.render(&findings());
    assert!(page.matches("<svg").count() >= 3);
    assert_eq!(page.matches("<svg").count(), page.matches("role='img' aria-label='").count());
}

#[test]
fn a_run_without_a_sample_is_a_page_too() {
    let results = Results { header: header(), samples: Vec::new(), unreadable: 0 };
    let page = super::html::Html.render(&Findings::new(&results));
    assert!(page.contains("Not measured in this run."));
}

#[test]
fn what_makes_numbers_doubtful_is_told_at_the_top() {
    let told = |size: Size, load: f64| {
        let mut results = results();
        results.header.size = size;
        for sample in &mut results.samples {
            sample.host.load = load;
        }
        let findings = Findings::new(&results);
        RENDERERS.map(|renderer| renderer.render(&findings)).concat()
    };
    let calm = told(Size::Default, 1.0);
    assert!(!calm.contains("smoke test:") && !calm.contains("machine was busy"));
    assert_eq!(told(Size::Quick, 1.0).matches("This is a smoke test").count(), 2);
    assert_eq!(told(Size::Full, 7.5).matches("its load was 7.5 on 2 cores").count(), 2);
}

#[test]
fn one_measurement_of_a_cell_is_said_to_be_little() {
    let mut results = results();
    let says =
        |results: &Results| super::markdown::Markdown.render(&Findings::new(results)).contains("has no interval");
    assert!(!says(&results));
    results.samples.retain(|sample| sample.round == 0);
    assert!(says(&results));
}

fn check(renderer: &dyn Renderer, findings: &Findings) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(renderer.file_name());
    let text = renderer.render(findings);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        return;
    }
    let blessed = fs::read_to_string(&path).unwrap_or_default();
    let first = blessed.lines().zip(text.lines()).position(|(old, new)| old != new);
    assert!(
        blessed == text,
        "golden/{} differs, first in line {:?}; UPDATE_EXPECT=1 accepts the new text",
        renderer.file_name(),
        first.map(|line| line + 1)
    );
}

fn findings() -> Findings {
    Findings::new(&results())
}

fn results() -> Results {
    let mut samples = Vec::new();
    for (round, factor) in [1.0, 1.02, 0.99].into_iter().enumerate() {
        for (column, step) in [("gil", 1.0), ("atomic", 1.5), ("cpython-3.11.7", 0.8)] {
            let threads = if column == "atomic" { 0.55 } else { 1.05 };
            let mut add = |row: &str, params: &[(&str, &str)], stdout: &str| {
                samples.push(sample(row, column, params, round, stdout));
            };
            for (twin, drift) in [("a", 1.0), ("b", 1.01)] {
                for (arm, share) in [("one_thread", 1.0), ("two_threads", threads)] {
                    let work = format!("work: {:.4} s\n", 0.2 * step * share * factor * drift);
                    add("N-01", &[("arm", arm), ("twin", twin), ("n", "2000000")], &work);
                }
            }
            for (arm, share) in [("one_thread", 1.0), ("two_threads", threads), ("two_processes", 0.6)] {
                let work = format!("work: {:.4} s\nstartup: 0.0100 s\n", 0.5 * step * share * factor);
                add("C-01", &[("arm", arm), ("n", "5000000")], &work);
            }
            for (kind, gain) in [("cpu", 1.0 / threads), ("socket", 3.9), ("file", 0.8)] {
                for (mode, gain) in [("single", 1.0), ("multi", gain)] {
                    add("C-05", &[("kind", kind), ("mode", mode)], &format!("work: {:.4} s\n", 0.2 * factor / gain));
                }
            }
            for (cpu, rate) in [("0", 18_000.0), ("1", if column == "atomic" { 70_000.0 } else { 101.0 })] {
                let lines = format!("requests: {:.1} /s\np50: 55.0 us\np99: 90.5 us\n", rate * factor);
                add("L-01", &[("clients", "1"), ("cpu", cpu), ("interval", "0.005"), ("seconds", "0.4")], &lines);
            }
            for (kernel, time) in [("nbody", 0.012), ("trees", 0.02)] {
                add("C-09", &[("kernel", kernel)], &format!("work: {:.5} s\n", time * step * factor));
            }
            let scaling = format!("speedup: {:.3} x\nceiling: 1.9500 x\n", factor / threads);
            add("S-01", &[("kernel", "pyfunction")], &scaling);
            add(
                "K-01",
                &[("arm", "opposite"), ("rounds", "2000")],
                "1 holds <a> & waits for b.\nwork: 0.02 s\ncheck: hang a circle\n",
            );
        }
    }
    samples.push(sample("R-01", "gil", &[("how", "script")], 0, "one name: 3\ntwo names: 4 4\n"));
    let mut crashed = sample("R-01", "atomic", &[("how", "script")], 0, "");
    crashed.outcome = Outcome::Crashed;
    crashed.detail = "signal 11".to_owned();
    samples.push(crashed);
    Results { header: header(), samples, unreadable: 1 }
}

fn sample(row: &str, column: &str, params: &[(&str, &str)], round: usize, stdout: &str) -> Sample {
    let params: Params = params.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let output = reading::parse(stdout);
    let hangs = matches!(output.check, Some(reading::Check::Hang(_)));
    Sample {
        key: cell::key(row, column, &params),
        round: u32::try_from(round).unwrap(),
        row: row.into(),
        model: column.into(),
        params,
        seed: 1,
        n: None,
        build: Build::default(),
        host: Host::default(),
        samples: output.readings,
        counters: Default::default(),
        outcome: if hangs { Outcome::Hang } else { Outcome::Ok },
        detail: if hangs { "a circle".into() } else { String::new() },
        text: output.text,
        wall_s: 0.25,
    }
}

fn header() -> Header {
    Header {
        run: "golden".into(),
        began: "2026-01-31 12:00:00".into(),
        size: Size::Default,
        seed: 1,
        rows: ["N-01", "R-01", "C-01", "C-05", "C-09", "L-01", "S-01", "K-01"].map(str::to_owned).to_vec(),
        columns: vec![
            Column::taipan("gil"),
            Column::taipan("atomic"),
            Column::python("python3".into(), "cpython", "3.11.7", true),
        ],
        extra_columns: Vec::new(),
        host: Host {
            cpu: "Test CPU <1>".into(),
            cores: 2,
            kernel: "linux 6.0".into(),
            governor: String::new(),
            load: 0.5,
        },
        build: Build {
            rustc: "rustc 1.95.0".into(),
            profile: "release".into(),
            git: "abc1234".into(),
            ..Build::default()
        },
        notes: vec!["C-02: threads = 4, 8 not measured here, this machine has 2 cores.".into()],
    }
}
