//! Images and what slides over them.

use serde::{Deserialize, Serialize};

/// The shape of an image: its rows are the channels one after the other, each row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// Channels.
    pub channels: usize,
    /// Rows of each channel.
    pub height: usize,
    /// Columns of each channel.
    pub width: usize,
}

/// A window that slides over an image in both directions alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Its rows.
    pub height: usize,
    /// Its columns.
    pub width: usize,
    /// How far it moves, at least 1.
    pub stride: usize,
    /// Rows and columns of zeros around the image.
    pub padding: usize,
    /// How far its rows, and its columns, lie apart in the image, at least 1.
    #[serde(default = "super::one", skip_serializing_if = "super::is_one")]
    pub dilation: usize,
}

impl Image {
    /// Rows of its value.
    pub fn len(&self) -> usize {
        self.channels * self.height * self.width
    }

    /// Has it no entry?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The shape of a channel after a window has slid over it; `None` where the window is empty, does not move, or is
    /// larger than the padded image.
    ///
    /// ```
    /// use dualproof_networks::graph::{Image, Window};
    /// let image = Image { channels: 1, height: 8, width: 8 };
    /// assert_eq!(image.places(Window { height: 3, width: 3, stride: 2, padding: 1, dilation: 1 }), Some((4, 4)));
    /// assert_eq!(image.places(Window { height: 9, width: 3, stride: 1, padding: 0, dilation: 1 }), None);
    /// ```
    pub fn places(&self, window: Window) -> Option<(usize, usize)> {
        let Window { height, width, stride, padding, dilation } = window;
        if height == 0 || width == 0 || stride == 0 || dilation == 0 {
            return None;
        }
        let along = |image: usize, window: usize| {
            let padded = padding.checked_mul(2)?.checked_add(image)?;
            Some(padded.checked_sub((window - 1).checked_mul(dilation)?.checked_add(1)?)? / stride + 1)
        };
        Some((along(self.height, height)?, along(self.width, width)?))
    }

    /// The row of the value in a channel under entry (i, j) of a window at a place (y, x) of it; `None` in the padding.
    pub(crate) fn row(
        &self,
        channel: usize,
        window: Window,
        (y, x): (usize, usize),
        (i, j): (usize, usize),
    ) -> Option<usize> {
        let along =
            |place: usize, entry: usize| (place * window.stride + entry * window.dilation).checked_sub(window.padding);
        let (y, x) = (along(y, i)?, along(x, j)?);
        (y < self.height && x < self.width).then(|| (channel * self.height + y) * self.width + x)
    }

    /// The rows of one channel under the window, place by place: the groups of a pool. Rows in the padding are left out.
    pub fn groups(&self, window: Window) -> Vec<Vec<usize>> {
        let Some((rows, columns)) = self.places(window) else { return Vec::new() };
        let group = |channel: usize, y: usize, x: usize| {
            let under = (0..window.height).flat_map(|i| (0..window.width).map(move |j| (i, j)));
            under.filter_map(|entry| self.row(channel, window, (y, x), entry)).collect::<Vec<_>>()
        };
        let places = (0..self.channels).flat_map(|c| (0..rows).flat_map(move |y| (0..columns).map(move |x| (c, y, x))));
        places.map(|(c, y, x)| group(c, y, x)).collect()
    }
}
