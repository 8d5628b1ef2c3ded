//! Parameters of burn's modules as the trainer's named arrays.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Gradients, Tensor, TensorData};
use earsight::parameters::{Parameter, Parameters};
use earsight_core::{Modality, PerModality};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Uniform};

use super::values;

/// A module for each modality.
#[derive(Module, Debug)]
pub(super) struct Pair<M: Module> {
    audio: M,
    visual: M,
}

impl<M: Module> Pair<M> {
    pub(super) fn from_fn(make: impl FnMut(Modality) -> M) -> Self {
        let PerModality { audio, visual } = PerModality::from_fn(make);
        Pair { audio, visual }
    }

    pub(super) fn get(&self, modality: Modality) -> &M {
        match modality {
            Modality::Audio => &self.audio,
            Modality::Visual => &self.visual,
        }
    }

    pub(super) fn get_mut(&mut self, modality: Modality) -> &mut M {
        match modality {
            Modality::Audio => &mut self.audio,
            Modality::Visual => &mut self.visual,
        }
    }
}

/// Every array of a module, named by its path: `encoders.audio.input_gate.input_transform.weight`.
pub(super) fn export(module: &impl Module) -> Parameters {
    let mut export = Export::default();
    module.visit(&mut export);
    export.parameters
}

#[derive(Default)]
struct Export {
    path: Vec<String>,
    parameters: Parameters,
}

impl ModuleVisitor for Export {
    fn enter_module(&mut self, name: &str, _: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let tensor = param.val();
        let shape = tensor.dims().to_vec();
        self.parameters.push(self.path.join("."), shape, values(tensor));
    }
}

/// The module with these values; they must have been exported from a module of the same structure.
pub(super) fn with_values<M: Module>(module: M, parameters: &Parameters) -> M {
    module.map(&mut Import { entries: parameters.entries().iter() })
}

struct Import<'a> {
    entries: std::slice::Iter<'a, Parameter>,
}

impl ModuleMapper for Import<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let entry = self.entries.next().expect("a module is mapped as it was exported");
        let shape: [usize; D] = std::array::from_fn(|axis| entry.shape[axis]);
        let device = param.lazy_device();
        let tensor = Tensor::from_data(TensorData::new(entry.values.to_vec(), shape), &device);
        Param::initialized(param.id, tensor.set_require_grad(device.is_autodiff()))
    }
}

/// The gradient of every array, in the order of [`export`]; zeros where the loss does not depend on it.
pub(super) fn gradients(module: &impl Module, gradients: &Gradients) -> Vec<Vec<f32>> {
    let mut collect = Collect { gradients, collected: Vec::new() };
    module.visit(&mut collect);
    collect.collected
}

struct Collect<'a> {
    gradients: &'a Gradients,
    collected: Vec<Vec<f32>>,
}

impl ModuleVisitor for Collect<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let tensor = param.val();
        self.collected.push(match tensor.grad(self.gradients) {
            Some(gradient) => values(gradient),
            None => vec![0.0; tensor.dims().iter().product()],
        });
    }
}

/// Initial values from a seed, so that the same seed gives the same bits: burn draws from one global source.
///
/// Weights and biases of linear layers are uniform in ±1/√fan_in, kernels of convolutions in ±√(6/fan_in)
/// (He et al. 2015); other arrays keep burn's constants.
pub(super) fn init(module: &impl Module, rng: &mut ChaCha8Rng) -> Parameters {
    let mut parameters = export(module);
    let mut fan_in = 1;
    for entry in parameters.entries_mut() {
        let bound = match (entry.name.rsplit('.').next(), &entry.shape[..]) {
            (Some("weight"), &[n_in, _]) => {
                fan_in = n_in;
                (fan_in.max(1) as f32).sqrt().recip()
            }
            (Some("weight"), &[_, ref window @ ..]) if window.len() == 3 => {
                (6.0 / window.iter().product::<usize>().max(1) as f32).sqrt()
            }
            (Some("bias"), _) => (fan_in.max(1) as f32).sqrt().recip(),
            _ => continue,
        };
        let uniform = Uniform::new_inclusive(-bound, bound).expect("a bound above zero");
        entry.values_mut().fill_with(|| uniform.sample(rng));
    }
    parameters
}
