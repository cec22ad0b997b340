//! Contestants as processes, run one after the other in turns.

use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// How to start a contestant.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: String,
    pub program: Vec<String>,
    pub task: String,
}

/// A process that waits for orders.
struct Contestant {
    process: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What a contestant did.
#[derive(Clone, Debug)]
pub struct Score {
    pub name: String,
    pub task: String,
    /// Of each run that counts, in order, without the first one, in which a library compiles.
    pub seconds: Vec<f64>,
    /// The time on processors of the same runs, where it could be told.
    pub processor_seconds: Vec<f64>,
    pub peak_kib: f64,
    /// The peak of the process before it had read the input.
    pub baseline_kib: f64,
    /// The answer of the last run.
    pub last: Value,
    pub numbers: Vec<f64>,
    pub version: Value,
}

impl Score {
    pub fn median(&self) -> f64 {
        median(&self.seconds)
    }

    /// NaN where it could not be told.
    pub fn processor_median(&self) -> f64 {
        median(&self.processor_seconds)
    }

    pub fn least(&self) -> f64 {
        self.seconds.iter().copied().fold(f64::INFINITY, f64::min)
    }

    pub fn most(&self) -> f64 {
        self.seconds.iter().copied().fold(0.0, f64::max)
    }

    pub fn peak_mib(&self) -> f64 {
        self.peak_kib / 1024.0
    }

    pub fn increment_mib(&self) -> f64 {
        (self.peak_kib - self.baseline_kib) / 1024.0
    }
}

/// NaN of nothing.
fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => sorted[middle],
        _ => 0.5 * (sorted[middle - 1] + sorted[middle]),
    }
}

impl Contestant {
    fn start(entry: &Entry, input: &str, threads: usize) -> Result<(Self, Value), Box<dyn Error>> {
        let mut command = Command::new(&entry.program[0]);
        command.args(&entry.program[1..]).args(["--task", &entry.task, "--input", input]);
        command.args(["--threads", &threads.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        // Ways in which libraries are told their threads; each peer's own setting is in its script.
        for name in ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"] {
            command.env(name, threads.to_string());
        }
        // Settings for old BLAS builds slow a current one.
        command.env_remove("OPENBLAS_CORETYPE").env_remove("OPENBLAS_L2_SIZE").stderr(Stdio::null());
        let mut process = command.spawn()?;
        let orders = process.stdin.take().ok_or("no standard input")?;
        let answers = BufReader::new(process.stdout.take().ok_or("no standard output")?);
        let mut contestant = Contestant { process, orders, answers };
        let ready = contestant.answer()?;
        Ok((contestant, ready))
    }

    fn answer(&mut self) -> Result<Value, Box<dyn Error>> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err("found the end of its output, expected an answer".into());
        }
        Ok(serde_json::from_str(&line)?)
    }

    fn order(&mut self, order: &str) -> Result<Value, Box<dyn Error>> {
        writeln!(self.orders, "{order}")?;
        self.orders.flush()?;
        self.answer()
    }
}

impl Drop for Contestant {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Turns that are made at most; and at least, unless they take [`PATIENCE`] times the budget.
const MOST_TURNS: usize = 15;
const FEWEST_TURNS: usize = 3;
const PATIENCE: u32 = 4;

/// Between two runs: threads of a pool that wait by spinning do so for some milliseconds after their run, and would
/// take the processors from whoever is next.
const REST: Duration = Duration::from_millis(100);

/// Seconds from which on a turn is a single run.
const LONG: f64 = 0.25;

/// A turn of shorter runs begins with some that do not count: for so long after a rest the threads of a pool can share
/// one processor, and caches hold what others had.
const AWAKE: Duration = Duration::from_millis(100);

/// Runs of such a turn that count.
const COUNTED: usize = 3;

/// Lets every contestant run in turns for about `budget`, and collects what they did. One that does not start, or
/// dies, is an error.
pub fn contest(
    entries: &[Entry],
    input: &str,
    threads: usize,
    budget: Duration,
    directory: &Path,
) -> Result<Vec<Score>, Box<dyn Error>> {
    let mut contestants = Vec::new();
    let mut scores = Vec::new();
    for entry in entries {
        let failed = |error: Box<dyn Error>| format!("{} at {}: {error}", entry.name, entry.task);
        let (mut contestant, ready) = Contestant::start(entry, input, threads).map_err(failed)?;
        let first = contestant.order("run").map_err(failed)?;
        scores.push(Score {
            name: entry.name.clone(),
            task: entry.task.clone(),
            seconds: Vec::new(),
            processor_seconds: Vec::new(),
            peak_kib: 0.0,
            baseline_kib: ready["baseline_kib"].as_f64().unwrap_or(f64::NAN),
            last: first,
            numbers: Vec::new(),
            version: ready["version"].clone(),
        });
        contestants.push(contestant);
    }
    let start = Instant::now();
    for turn in 0..MOST_TURNS {
        let spent = start.elapsed();
        if turn >= FEWEST_TURNS && spent > budget || turn > 0 && spent > PATIENCE * budget {
            break;
        }
        // The order turns too, so that nobody is always after the same other one.
        for place in 0..entries.len() {
            let i = (place + turn) % entries.len();
            std::thread::sleep(REST);
            let mut run = || -> Result<(Value, f64), Box<dyn Error>> {
                let answer = contestants[i].order("run").map_err(|error| format!("{}: {error}", entries[i].name))?;
                let seconds = answer["seconds"].as_f64().ok_or_else(|| format!("{}: {answer}", entries[i].name))?;
                Ok((answer, seconds))
            };
            let awake = Instant::now();
            let mut counted = vec![run()?];
            if counted[0].1 < LONG {
                while awake.elapsed() < AWAKE {
                    run()?;
                }
                counted = (0..COUNTED).map(|_| run()).collect::<Result<_, _>>()?;
            }
            for (answer, seconds) in counted {
                scores[i].seconds.push(seconds);
                scores[i].processor_seconds.extend(answer["processor_seconds"].as_f64());
                scores[i].last = answer;
            }
        }
    }
    for (i, (contestant, score)) in contestants.iter_mut().zip(&mut scores).enumerate() {
        score.peak_kib = score.last["peak_kib"].as_f64().unwrap_or(f64::NAN);
        let path = directory.join(format!("result-{i}.npy"));
        let saved = contestant.order(&format!("save {}", path.display()))?;
        if saved == json!({"saved": true}) {
            score.numbers = dualproof::input::Array::read(&path)?.data().to_vec();
        }
    }
    Ok(scores)
}

/// A single run under a limit of time: `None` where it is not done by then.
pub fn once(entry: &Entry, input: &str, threads: usize, limit: Duration) -> Result<Option<Value>, Box<dyn Error>> {
    let (mut contestant, _) = Contestant::start(entry, input, threads)?;
    let id = contestant.process.id();
    let (done, waiting) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let answer = scope.spawn(move || {
            let answer = contestant.order("run").map_err(|error| error.to_string());
            let _ = done.send(());
            answer
        });
        if waiting.recv_timeout(limit).is_err() && !answer.is_finished() {
            // Its output ends with it, and so does the wait for its answer.
            let _ = Command::new("kill").args(["-KILL", &id.to_string()]).status();
            let _ = answer.join();
            return Ok(None);
        }
        match answer.join() {
            Ok(answer) => Ok(Some(answer?)),
            Err(_) => Err("the thread that waited for an answer died".into()),
        }
    })
}
