//! In which order nodes are computed, on how many views at a time, and for how long a value is kept.

use crate::plan::{Plan, Planned, Step};
use crate::scalar::Scalar;
use std::ops::Range;

/// Nodes that are computed together for each chunk of views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// No operation that mixes views.
    ByView(Range<usize>),
    /// A statistic of the batch.
    Statistic(usize),
}

/// Columns of a product beside which reading its kernel from memory takes little time.
const COLUMNS: usize = 512;

/// The most chunks of a batch: each has a gradient of its own of one kernel at a time.
const MOST_CHUNKS: usize = 32;

/// Which nodes the output depends on, which values derivatives need, and who takes each value last.
pub(crate) fn find_uses<T>(nodes: &mut [Planned<T>]) {
    if let Some(last) = nodes.last_mut() {
        last.is_live = true;
    }
    for place in (0..nodes.len()).rev() {
        if !nodes[place].is_live {
            continue;
        }
        let of = nodes[place].of.clone();
        let (keeps_arguments, keeps_itself) = match &nodes[place].step {
            Step::Dense { .. } | Step::Convolution { .. } | Step::Scale { .. } | Step::Multiply => (true, false),
            Step::OverDeviation { .. } => (true, true),
            Step::Divide | Step::Normalise => (false, true),
            _ => (false, false),
        };
        nodes[place].is_kept |= keeps_itself;
        for of in of {
            nodes[of].is_live = true;
            nodes[of].is_kept |= keeps_arguments;
            nodes[of].last_use = nodes[of].last_use.max(place);
        }
    }
}

pub(crate) fn segments<T>(nodes: &[Planned<T>]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut first = 0;
    for (place, node) in nodes.iter().enumerate() {
        if matches!(node.step, Step::ZeroMean { .. } | Step::OverDeviation { .. }) && node.is_live {
            segments.extend([Segment::ByView(first..place), Segment::Statistic(place)]);
            first = place + 1;
        }
    }
    segments.push(Segment::ByView(first..nodes.len()));
    segments.retain(|segment| *segment != Segment::ByView(0..0));
    segments
}

/// Views at which the kernels, each by its entries, have [`COLUMNS`] columns to be multiplied with.
pub(crate) fn chunk<T>(nodes: &[Planned<T>], shape: &dyn Fn(usize) -> (usize, usize)) -> usize {
    let (mut entries, mut products) = (0.0, 0.0);
    for node in nodes {
        let (parameter, places) = match &node.step {
            Step::Dense { weights } => (*weights, 1),
            Step::Convolution { kernel, correlation } => (*kernel, correlation.places()),
            _ => continue,
        };
        let size = (shape(parameter).0 * shape(parameter).1) as f64;
        (entries, products) = (entries + size, products + size * places as f64);
    }
    // Without a kernel there is nothing to read.
    let places = if entries > 0.0 { products / entries } else { 1.0 };
    (COLUMNS as f64 / places).ceil() as usize
}

impl<T: Scalar> Plan<T> {
    /// Views of each chunk but the last. A function of the graph and the number of views alone.
    pub(crate) fn views_of_chunk(&self, views: usize) -> usize {
        self.chunk.min(views.div_ceil(4)).max(views.div_ceil(MOST_CHUNKS)).max(1)
    }

    /// Is this argument of a node the last use of its value?
    pub(crate) fn is_last_use(&self, place: usize, argument: usize) -> bool {
        let of = &self.nodes[place].of;
        self.nodes[of[argument]].last_use == place && !of[argument + 1..].contains(&of[argument])
    }

    /// Does no operation mix views or name them?
    pub(crate) fn is_by_view(&self) -> bool {
        let mixes =
            |step: &Step<T>| matches!(step, Step::ZeroMean { .. } | Step::OverDeviation { .. } | Step::Gate { .. });
        !self.nodes.iter().any(|node| node.is_live && mixes(&node.step))
    }

    /// Bytes of the values and slopes that are kept for a view.
    pub(crate) fn bytes_a_view(&self) -> usize {
        let of = |node: &Planned<T>| {
            let slopes = match &node.step {
                Step::Apply { .. } | Step::Divide => size_of::<T>(),
                Step::Rectify { .. } | Step::Clip { .. } => size_of::<bool>(),
                Step::MaxPool { .. } => size_of::<usize>(),
                _ => 0,
            };
            node.rows * (slopes + if node.is_kept { size_of::<T>() } else { 0 })
        };
        self.nodes.iter().filter(|node| node.is_live).map(of).sum()
    }

    /// Which nodes' values depend on a wanted parameter, or on the inputs?
    pub(crate) fn reaches(&self, wanted: &[bool], to_inputs: bool) -> Vec<bool> {
        let mut reaches: Vec<bool> = Vec::new();
        for node in &self.nodes {
            let own = match &node.step {
                Step::Input => to_inputs,
                step => step.parameter().is_some_and(|place| wanted[place]),
            };
            reaches.push(own || node.of.iter().any(|of| reaches[*of]));
        }
        reaches
    }

    /// A range of nodes, last ones first, cut so that each piece has at most one kernel whose gradient is wanted: what the
    /// chunks keep at a time.
    pub(crate) fn pieces(&self, places: &Range<usize>, wanted: &[bool]) -> Vec<Range<usize>> {
        let is_kernel = |place: usize| match &self.nodes[place].step {
            Step::Dense { weights: p } | Step::Convolution { kernel: p, .. } => wanted[*p],
            _ => false,
        };
        let mut pieces = Vec::new();
        let mut end = places.end;
        for place in places.clone().rev().filter(|place| is_kernel(*place)) {
            pieces.push(place..end);
            end = place;
        }
        pieces.push(places.start..end);
        pieces
    }
}
