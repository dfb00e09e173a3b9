//! Heights of all blocks, with sums: a Fenwick tree, so that a change and a search cost the logarithm of the number of blocks.

/// Heights of blocks in points.
#[derive(Debug, Default)]
pub struct Heights {
    values: Vec<f32>,
    /// Partial sums, from index 1, in double precision: ten thousands of blocks add up.
    tree: Vec<f64>,
}

impl Heights {
    /// Builds the tree in one pass.
    pub fn of(values: Vec<f32>) -> Self {
        let mut tree = vec![0.0; values.len() + 1];
        for (at, value) in values.iter().enumerate() {
            let at = at + 1;
            tree[at] += f64::from(*value);
            let parent = at + (at & at.wrapping_neg());
            if parent < tree.len() {
                tree[parent] += tree[at];
            }
        }
        Self { values, tree }
    }

    /// Height of one block; 0 beyond the last.
    pub fn get(&self, block: usize) -> f32 {
        self.values.get(block).copied().unwrap_or(0.0)
    }

    /// Corrects the height of one block.
    pub fn set(&mut self, block: usize, height: f32) {
        let Some(value) = self.values.get_mut(block) else { return };
        let difference = f64::from(height) - f64::from(*value);
        *value = height;
        let mut at = block + 1;
        while difference != 0.0 && at < self.tree.len() {
            self.tree[at] += difference;
            at += at & at.wrapping_neg();
        }
    }

    /// Height of everything above a block.
    pub fn above(&self, block: usize) -> f64 {
        let mut at = block.min(self.values.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.tree[at];
            at -= at & at.wrapping_neg();
        }
        sum
    }

    /// Height of everything.
    pub fn total(&self) -> f64 {
        self.above(self.values.len())
    }

    /// The block at a height from the top, and how far into it; the last block for anything beyond.
    pub fn find(&self, y: f64) -> (usize, f64) {
        let mut rest = y.max(0.0);
        let mut at = 0;
        let mut step = self.values.len().next_power_of_two();
        while step > 0 {
            if let Some(sum) = self.tree.get(at + step)
                && *sum <= rest
            {
                at += step;
                rest -= sum;
            }
            step /= 2;
        }
        if at < self.values.len() {
            return (at, rest);
        }
        let last = self.values.len().saturating_sub(1);
        (last, f64::from(self.get(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_searches_agree_with_plain_addition() {
        let values: Vec<f32> = (0..100).map(|i| (i % 7) as f32 + 1.0).collect();
        let mut heights = Heights::of(values.clone());
        heights.set(40, 25.0);
        let mut plain = values;
        plain[40] = 25.0;
        let mut sum = 0.0;
        for (at, value) in plain.iter().enumerate() {
            assert!((heights.above(at) - sum).abs() < 1e-9);
            assert_eq!(heights.find(sum + 0.5), (at, 0.5));
            sum += f64::from(*value);
        }
        assert!((heights.total() - sum).abs() < 1e-9);
        assert_eq!(heights.find(sum + 10.0).0, 99);
    }

    #[test]
    fn nothing_has_no_height() {
        let heights = Heights::default();
        assert_eq!(heights.find(5.0), (0, 0.0));
        assert!(heights.total().abs() < f64::EPSILON);
    }
}
