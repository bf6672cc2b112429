import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// What code asks of classes and objects that are others in Kale's steps. Each case was run with Kale's marshalling.
@Suite struct ClassIdentityTests {
  private func complaint(shared: String, make: String, use: String) -> String? {
    let cells = """
      # %% tags=["imports"]
      import copy
      import heapq
      import joblib
      import xml.etree.ElementTree as ET
      import json
      import pickle
      import queue
      import networkx as nx
      from collections import deque, namedtuple
      from dataclasses import dataclass
      from functools import partial
      # %% tags=["functions"]
      \(shared)
      # %% tags=["step:make"]
      \(make)
      # %% tags=["step:use", "prev:make"]
      \(use)
      """
    return analysis(of: cells).findings(showing: .init()).first { $0.rule.code == "KALE252" }?.message
  }

  private static let shared = """
    class Car:
      wheels = 4
    @dataclass(frozen=True)
    class Key:
      year: int
    @dataclass(order=True)
    class Event:
      time: int
    class Money:
      def __eq__(self, other): return type(self) is type(other)
    class Coin:
      def __eq__(self, other): return isinstance(other, self.__class__)
    Point = namedtuple("Point", "x y")
    def cars():
      for _ in range(2):
        yield Car()
    def garage():
      yield from cars()
    def encoded(value):
      if isinstance(value, Car): return value.wheels
      raise TypeError
    class Encoder(json.JSONEncoder):
      def default(self, value):
        return value.wheels if isinstance(value, Car) else super().default(value)
    def kind(vehicle):
      return "car" if type(vehicle) is Car else "other"
    def norm(point):
      return abs(point.x) if isinstance(point, Point) else abs(point)
    class Garage:
      def __init__(self, cars=()):
        self.cars = [car for car in cars if isinstance(car, Car)]
      def park(self, car):
        if isinstance(car, Car): self.cars.append(car)
      def find(self, rows):
        return rows
    class Van(Car):
      def show(self): return super(Van, self).__str__()
      def load(self): return super().__str__()
    def clip(low, value):
      return max(low, value)
    """

  @Test(arguments: [
    ("v = [Car()]", "print(list(filter(lambda car: isinstance(car, Car), v)))", "`isinstance` is false"),
    ("v = [Car()]", "print(sorted(v, key=lambda car: isinstance(car, Car)))", "`isinstance` is false"),
    ("v = {Key(1): 2}", "print(v[Key(1)])", "none of them is found"),
    ("v = Car()", "print(kind(v))", "its class is another"),
    ("v = [Car()]", "print([kind(car) for car in v])", "its class is another"),
    ("v = Point(1, 2)", "print(norm(v))", "`isinstance` is false"),
    ("v = Money()", "print(v == Money())", "never equal"),
    ("v = [Coin()]", "print(Coin() in v)", "none of them is found"),
    ("v = list(cars())", "print(isinstance(v[0], Car))", "`isinstance` is false"),
    ("v = [car for car in garage()]", "print([kind(car) for car in v])", "its class is another"),
    ("v = next(cars())", "print(kind(v))", "its class is another"),
    ("v = list(map(Key, [1, 2]))", "print(Key(1) in v)", "none of them is found"),
    ("v = [Car()]", "print(list(map(kind, v)))", "its class is another"),
    ("v = [Point(1, 2)]", "print(list(filter(norm, v)))", "`isinstance` is false"),
    ("v = [Car()]", "v.sort(key=kind)", "its class is another"),
    ("v = Car()", "print(json.dumps({'car': v}, cls=Encoder))", "`isinstance` is false"),
    ("v = [Car()]", "print(json.dumps(v, default=encoded))", "`isinstance` is false"),
    ("v = Car()", "print(pickle.dumps(v))", "`pickle.dumps` fails"),
    ("v = [Car()]", "joblib.dump(v, 'cars.joblib')", "`joblib.dump` fails"),
    ("v = [Event(1)]", "heapq.heappush(v, Event(2))", "`<` fails"),
    ("v = Van()", "print(v.show())", "`super` with a class raises a TypeError"),
    ("v, w = Van(), Van()", "for van in (v, w):\n  van.show()", "`super` with a class raises a TypeError"),
    ("v, w = Car(), Car()", "for car in (v, w):\n  print(isinstance(car, Car))", "`isinstance` is false"),
    ("v = partial(clip, 0)", "print(v.func is clip)", "which is another function or class"),
    ("v = [Car()]", "garage = Garage()\ngarage.park(v[0])", "`isinstance` is false"),
    ("w = Car()\nv = nx.Graph()\nv.add_node(w)", "print(v.degree(w))", "are separate copies"),
    (
      "w = [Car()]\nv = nx.DiGraph()\nv.add_nodes_from(w)", "print(v[w[0]], list(v.successors(w[0])))",
      "are separate copies"
    ),
    ("v = queue.PriorityQueue()\nv.put(Event(1))", "v.put(Event(2))", "`<` fails"),
    ("v = deque()\nv.append(Car())", "print([isinstance(car, Car) for car in v])", "`isinstance` is false"),
    ("v = deque([Car()])", "print(isinstance(v.popleft(), Car))", "`isinstance` is false"),
    ("w = Car()\nv = {w: 1}", "print(v[w])", "are separate copies"),
    ("w = [Car()]\nv = {car: 1 for car in w}", "for car in w:\n  print(v.get(car))", "are separate copies"),
    (
      "w = ET.fromstring('<a><b/></a>')\nv = {child: parent for parent in w.iter() for child in parent}",
      "print(v[w.find('b')], [v.get(node) for node in w])", "are separate copies"
    ),
    ("models = {'a': [1]}\nv = models['a']", "print(v is models['a'])", "are separate copies"),
  ])
  func whatIsAnotherIsTold(_ make: String, _ use: String, _ expected: String) throws {
    let message = try #require(complaint(shared: Self.shared, make: make, use: use))
    #expect(message.contains(expected), "\(message)")
  }

  @Test(arguments: [
    ("v = [Car()]", "print(list(filter(lambda car: car.wheels > 2, v)))"),
    ("v = list(cars())", "print(len(v))"), ("v = [1]", "print(json.dumps(v, default=encoded))"),
    ("v = {1: 2}", "print(v[Key(1).year])"), ("v = 3", "print(norm(v))"),
    ("v = Car()", "print(pickle.dumps(Car()), json.dumps(v.wheels), copy.deepcopy(v))"),
    ("v = Van()", "print(v.load())"), ("v = [Event(1)]", "heapq.heappush(v, v[0])"),
    ("v = [1]", "heapq.heappush(v, 2)"),
    ("v = None", "print(v is None, v is not None)"), ("v = [1]\nw = [1]", "print(v is w)"),
    ("v = [1]", "w = v\nprint(v is w)"), ("v = [Car()]", "garage = Garage()\nprint(garage.find(v))"),
    ("w = 'a'\nv = nx.Graph()\nv.add_node(w)", "print(v.degree(w))"),
    ("w = Point(1, 2)\nv = nx.Graph()\nv.add_node(w)", "print(v.degree(w))"),
    ("v = queue.Queue()\nv.put(Event(1))", "v.put(Event(2))"), ("v = deque([1])", "v.append(Car())"),
    ("w = 'a'\nv = {w: Car()}", "print(v[w])"),
    ("v = {car: 1 for car in [Car()]}", "print([v[car] for car in v])"),
    ("w = Point(1, 2)\nv = {w: 1}", "print(v[w])"),
  ])
  func whatIsTheSameIsNot(_ make: String, _ use: String) {
    #expect(complaint(shared: Self.shared, make: make, use: use) == nil)
  }

  @Test func aClassInSuperIsFoundBehindSuperWithoutOne() {
    let shared = """
      class Van:
        def load(self): return super().__str__()
        def show(self): return super(Van, self).__str__()
      """
    #expect(complaint(shared: shared, make: "v = Van()", use: "print(v.show())") != nil)
  }
}
