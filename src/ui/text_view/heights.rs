//! Heights of all blocks, with sums: a Fenwick tree, so that a change and a search cost the logarithm of the number of blocks.

/// Heights of blocks in points.
#[derive(Debug, Default)]
pub struct Heights {
    values: Vec<f32>,
    /// Partial sums, from index 1, in double precision: ten thousands of blocks add up.
    tree: Vec<f64>,
    drift: f64,
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
        Self { values, tree, drift: 0.0 }
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
        self.drift += difference.abs();
        let mut at = block + 1;
        while difference != 0.0 && at < self.tree.len() {
            self.tree[at] += difference;
            at += at & at.wrapping_neg();
        }
    }

    /// Corrects the heights of neighbouring blocks, from `first` on; costs their number, not that times the depth of the tree.
    pub fn set_run(&mut self, first: usize, heights: &[f32]) {
        let end = first.saturating_add(heights.len()).min(self.values.len());
        let mut risen = vec![0.0_f64; end.saturating_sub(first)];
        for (i, height) in heights.iter().take(risen.len()).enumerate() {
            if let (Some(value), Some(rise)) = (self.values.get_mut(first + i), risen.get_mut(i)) {
                *rise = f64::from(*height) - f64::from(*value);
                *value = *height;
                self.drift += rise.abs();
            }
        }
        // A node hands what it has gathered to its parent; only the few parents beyond the run are climbed to the top.
        for i in 0..risen.len() {
            let difference = risen[i];
            let at = first + i + 1;
            self.tree[at] += difference;
            let mut parent = at + (at & at.wrapping_neg());
            if parent <= end {
                risen[parent - first - 1] += difference;
                continue;
            }
            while difference != 0.0 && parent < self.tree.len() {
                self.tree[parent] += difference;
                parent += parent & parent.wrapping_neg();
            }
        }
    }

    /// By how much heights have been corrected so far, up and down added together: nothing has moved by more.
    pub fn drift(&self) -> f64 {
        self.drift
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
    fn a_run_of_corrections_is_the_same_as_one_after_the_other() {
        for (first, count) in [(0, 100), (0, 1), (37, 20), (63, 3), (99, 1), (90, 40), (120, 5)] {
            let old: Vec<f32> = (0..100).map(|i| (i % 5) as f32 + 1.0).collect();
            let new: Vec<f32> = (0..count).map(|i| (i % 9) as f32 + 0.5).collect();
            let (mut at_once, mut singly) = (Heights::of(old.clone()), Heights::of(old));
            at_once.set_run(first, &new);
            for (i, height) in new.iter().enumerate() {
                singly.set(first + i, *height);
            }
            for at in 0..=100 {
                assert!((at_once.above(at) - singly.above(at)).abs() < 1e-9, "{first} {count} {at}");
                assert!((at_once.get(at) - singly.get(at)).abs() < f32::EPSILON);
            }
        }
    }

    #[test]
    fn nothing_has_no_height() {
        let heights = Heights::default();
        assert_eq!(heights.find(5.0), (0, 0.0));
        assert!(heights.total().abs() < f64::EPSILON);
    }
}
