//! JSON that people can read, read back strictly: a key given twice, an unknown field or a number that is not
//! finite is an error that says where.

use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt;

/// Characters up to which a value stays on one line.
const LINE: usize = 110;

/// A text that is not JSON of the expected type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}")]
pub struct JsonError {
    /// The place, as in `instance.views[0]`, or `line 1, column 2` for a syntax error.
    pub key: String,
    /// What was found there, and what was expected.
    pub problem: String,
}

/// Reads a document strictly.
///
/// # Errors
/// [`JsonError`] with the place: bad syntax, a duplicate key anywhere, or what the type does not accept.
///
/// ```
/// use dualproof_host::json;
/// assert_eq!(json::read::<Vec<f64>>("[1, 2.5]")?, [1.0, 2.5]);
/// assert_eq!(json::read::<serde_json::Value>(r#"{"a": {"b": 1, "b": 2}}"#).unwrap_err().key, "line 1, column 18");
/// assert_eq!(json::read::<Vec<f64>>("[1, NaN]").unwrap_err().key, "line 1, column 5");
/// # Ok::<(), json::JsonError>(())
/// ```
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    serde_json::from_str::<Distinct>(text).map_err(|error| misread(String::new(), &error))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| misread(error.path().to_string(), error.inner()))
}

fn misread(path: String, error: &serde_json::Error) -> JsonError {
    let place = format!("line {}, column {}", error.line(), error.column());
    let text = error.to_string();
    let problem = text.split(" at line ").next().unwrap_or(&text).to_string();
    JsonError { key: if path.is_empty() || path == "." { place } else { path }, problem }
}

/// Writes a value: what fits on a line stays on one, so that a matrix shows its rows.
///
/// ```
/// let matrix = vec![vec![1, 2], vec![3, 4]];
/// assert_eq!(dualproof_host::json::write(&matrix), "[[1, 2], [3, 4]]\n");
/// ```
///
/// # Panics
/// If the value does not serialise: what is written here is plain data.
pub fn write<T: Serialize>(value: &T) -> String {
    let mut text = String::new();
    lay_out(&serde_json::to_value(value).expect("plain data"), 0, 0, &mut text);
    text.push('\n');
    text
}

/// Appends a value at an indentation, `taken` characters of the line being used.
fn lay_out(value: &Value, indent: usize, taken: usize, text: &mut String) {
    let line = one_line(value);
    if indent + taken + line.chars().count() <= LINE {
        text.push_str(&line);
        return;
    }
    let (open, close, items): (char, char, Vec<(String, &Value)>) = match value {
        Value::Array(list) => ('[', ']', list.iter().map(|item| (String::new(), item)).collect()),
        Value::Object(map) => {
            ('{', '}', map.iter().map(|(key, item)| (format!("{}: ", Value::from(key.as_str())), item)).collect())
        }
        _ => return text.push_str(&line),
    };
    text.push(open);
    for (place, (key, item)) in items.iter().enumerate() {
        text.push_str(if place == 0 { "\n" } else { ",\n" });
        text.push_str(&" ".repeat(indent + 1));
        text.push_str(key);
        lay_out(item, indent + 1, key.chars().count(), text);
    }
    text.push('\n');
    text.push_str(&" ".repeat(indent));
    text.push(close);
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("[{}]", list.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let pairs = map.iter().map(|(key, item)| format!("{}: {}", Value::from(key.as_str()), one_line(item)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}

/// Any document whose objects give every key once. A plain [`Value`] would keep the last of two.
struct Distinct;

impl<'de> Deserialize<'de> for Distinct {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Distinct)
    }
}

impl<'de> Visitor<'de> for Distinct {
    type Value = Distinct;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Distinct>()?.is_some() {}
        Ok(self)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = items.next_key::<String>()? {
            if let Some(key) = keys.replace(key) {
                return Err(A::Error::custom(format!("found the key {key:?} twice, expected it once")));
            }
            items.next_value::<Distinct>()?;
        }
        Ok(self)
    }
}
