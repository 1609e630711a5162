from __future__ import annotations

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QTreeView
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.tree_delegate import FOLDER, METHOD, PATH, TreeDelegate

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_names_are_edited_where_they_stand(qtbot: QtBot) -> None:
    tree = QTreeView()
    qtbot.addWidget(tree)
    model = QStandardItemModel(tree)
    request, folder = QStandardItem("List"), QStandardItem("IAM")
    request.setData("IAM/list", PATH)
    request.setData("GET", METHOD)
    folder.setData("IAM", FOLDER)
    folder.appendRow(request)
    model.appendRow(folder)
    tree.setModel(model)
    delegate = TreeDelegate(tree)
    tree.setItemDelegate(delegate)
    tree.resize(300, 200)
    tree.expandAll()
    tree.show()
    lefts = []
    for item, name in ((folder, "folder"), (request, "request")):
        option = QStyleOptionViewItem()
        option.rect = tree.visualRect(item.index())
        editor = delegate.createEditor(tree.viewport(), option, item.index())
        assert isinstance(editor, QLineEdit)
        assert editor.accessibleName() == f"Name of the {name}"
        delegate.updateEditorGeometry(editor, option, item.index())
        lefts.append(editor.geometry().left())
        editor.setText("  New name ")
        with qtbot.waitSignal(delegate.renamed) as renamed:
            delegate.setModelData(editor, model, item.index())
        assert renamed.args == [item.index(), "New name"]
        editor.deleteLater()
    assert lefts[0] < lefts[1], "a request's editor leaves its method in sight"
