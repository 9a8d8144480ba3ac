//! What machine this is, and how busy.

use std::fs;

use serde::{Deserialize, Serialize};

/// The machine at the moment of a sample. Fields that cannot be read are empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Host {
    /// The processor's own name.
    pub cpu: String,
    /// How many threads can run at once here.
    pub cores: usize,
    /// Operating system and kernel version.
    pub kernel: String,
    /// The frequency governor; empty where the kernel does not show one.
    pub governor: String,
    /// Load average of the last minute.
    pub load: f64,
}

impl Host {
    /// Reads what the machine says about itself.
    #[must_use]
    pub fn read() -> Self {
        let governor = fs::read_to_string("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Self {
            cpu: cpu_name(&fs::read_to_string("/proc/cpuinfo").unwrap_or_default()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            kernel: format!("{} {}", std::env::consts::OS, kernel.trim()).trim().to_owned(),
            governor: governor.unwrap_or_default().trim().to_owned(),
            load: load(),
        }
    }

    /// The same machine with the load of this moment.
    #[must_use]
    pub fn now(&self) -> Self {
        Self { load: load(), ..self.clone() }
    }
}

fn cpu_name(cpuinfo: &str) -> String {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"));
    line.and_then(|line| line.split_once(": ")).map_or_else(String::new, |(_, name)| name.trim().to_owned())
}

fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_cpu() {
        assert_eq!(cpu_name("processor\t: 0\nmodel name\t: Quick CPU @ 2.50GHz\n"), "Quick CPU @ 2.50GHz");
        assert_eq!(cpu_name(""), "");
    }

    #[test]
    fn there_is_at_least_one_core() {
        assert!(Host::read().cores >= 1);
    }
}
