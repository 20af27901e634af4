/// A growing list of numbers and the sums of its starts, each in O(log n): a Fenwick tree.
#[derive(Debug, Default)]
pub(super) struct PrefixSums {
    /// The node of index `i`, counted from 1, holds the sum of the `lowest_bit(i)` numbers up to `i`.
    nodes: Vec<usize>,
}

impl PrefixSums {
    pub(super) fn push(&mut self, number: usize) {
        let index = self.nodes.len() + 1;
        let mut node = number;
        let mut step = 1;
        while step < lowest_bit(index) {
            node += self.nodes[index - step - 1];
            step *= 2;
        }
        self.nodes.push(node);
    }

    /// Subtracts from the number at a position, counted from 0.
    pub(super) fn subtract(&mut self, position: usize, number: usize) {
        let mut index = position + 1;
        while let Some(node) = self.nodes.get_mut(index - 1) {
            *node = node.saturating_sub(number);
            index += lowest_bit(index);
        }
    }

    /// Returns the sum of the first `count` numbers.
    pub(super) fn sum(&self, count: usize) -> usize {
        let mut index = count.min(self.nodes.len());
        let mut sum = 0;
        while index > 0 {
            sum += self.nodes[index - 1];
            index -= lowest_bit(index);
        }
        sum
    }
}

fn lowest_bit(index: usize) -> usize {
    index & index.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::PrefixSums;

    #[test]
    fn sums_are_those_of_a_plain_list() {
        let mut random = fastrand::Rng::with_seed(1);
        for length in [0, 1, 2, 7, 64, 300] {
            let (mut sums, mut list) = (PrefixSums::default(), Vec::new());
            for _ in 0..length {
                let number = random.usize(0..5);
                sums.push(number);
                list.push(number);
                let position = random.usize(0..list.len());
                let less = random.usize(0..=list[position]);
                sums.subtract(position, less);
                list[position] -= less;
            }
            for count in 0..=length {
                assert_eq!(sums.sum(count), list[..count].iter().sum::<usize>());
            }
            assert_eq!(sums.sum(length + 10), list.iter().sum::<usize>());
        }
    }
}
