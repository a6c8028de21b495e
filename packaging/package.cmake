# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian package that ./run --package makes.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME atelier)
set(CPACK_PACKAGE_VENDOR "Atelier contributors")
set(CPACK_PACKAGE_CONTACT "Atelier contributors <atelier@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "desktop studio for machine-learning compute")
set(CPACK_PACKAGE_DESCRIPTION "Atelier creates compute instances on this computer, opens JupyterLab on them
in its own window, and keeps what runs there running when the window is closed.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Programs that an instance is made of, and what Qt loads at run time.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "bubblewrap, openssh-server, openssh-client, openssh-sftp-server, python3, python3-venv, python3-pip, libqt6sql6-sqlite, libsecret-1-0, qt6-svg-plugins")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "jupyterlab, python3-ipykernel, git, rsync, qt6-wayland")
include(CPack)
